'use client'

import { useTranslations } from 'next-intl'
import type { FailedPageProps } from '#components/shell/failed-page.tsx'

/** Outside of the shell. It comes along with every page, so it is made of nothing but itself. */
export default function ErrorPage({ error, reset }: FailedPageProps) {
  const t = useTranslations('common')
  return (
    <main className="mx-auto flex max-w-md flex-col items-center px-6 py-16 text-center text-sm">
      <h1 className="text-base font-semibold">{t('failedPage.title')}</h1>
      <p className="mt-1 text-muted">
        {t('failedPage.text')} {error.digest}
      </p>
      <button
        type="button"
        onClick={reset}
        className="mt-5 h-8 rounded-md bg-accent px-3 font-medium text-on-accent hover:bg-accent-hover pointer-coarse:h-10"
      >
        {t('tryAgain')}
      </button>
    </main>
  )
}
