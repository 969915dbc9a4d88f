'use client'

import { useTranslations } from 'next-intl'
import { LogoMark } from '#components/shell/logo.tsx'
import { returnPath } from '#lib/client/return-path.ts'
import { SignInForm } from './sign-in-form.tsx'

interface SignInPageProps {
  /** The page that was asked for, from the address: not to be trusted. */
  readonly wantedPath: string | null
}

export function SignInPage({ wantedPath }: SignInPageProps) {
  const t = useTranslations('signIn')
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-88">
        <div className="mb-6 flex flex-col items-center text-center">
          <LogoMark className="size-11" />
          <h1 className="mt-3 text-xl font-semibold tracking-tight">{t('title')}</h1>
          <p className="mt-0.5 text-sm text-muted">{t('subtitle')}</p>
        </div>
        <div className="rounded-lg bg-surface p-6 shadow-popup">
          {/* A whole new page, not a navigation: the server then draws everything for the new person. */}
          <SignInForm onSignedIn={() => location.assign(returnPath(wantedPath))} />
        </div>
      </div>
    </main>
  )
}
