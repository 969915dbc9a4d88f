import { FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useReasonOf } from '#components/words/service-text.tsx'
import type { Verdict } from '#lib/domain/verdict.ts'

/** Lies over the page while files are held over it. */
export function DropSign({ verdict }: { readonly verdict: Verdict }) {
  const reasonOf = useReasonOf()
  const t = useTranslations('upload')
  return (
    <div className="pointer-events-none fixed inset-0 z-60 bg-scrim p-3 sm:p-5">
      <div className="grid h-full place-items-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/90">
        <div className="px-6 text-center">
          <FileUp aria-hidden className="mx-auto size-9 text-accent" strokeWidth={1.5} />
          <p className="mt-3 text-xl font-semibold">
            {verdict.allowed ? t('drop.title') : t('drop.notHere')}
          </p>
          <p className="mt-1 text-base text-muted">{reasonOf(verdict) ?? t('drop.text')}</p>
        </div>
      </div>
    </div>
  )
}
