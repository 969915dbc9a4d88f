import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ChangeLine } from '#lib/client/event-words.ts'

/** What an event changed: before → after. */
export function ChangeLines({ changes }: { readonly changes: readonly ChangeLine[] }) {
  const t = useTranslations('common')
  if (changes.length === 0) return null
  return (
    <ul className="mt-0.5 grid gap-0.5">
      {changes.map(({ label, before, after }) => (
        <li key={label} className="break-words text-muted">
          {label}: <Value text={before} />
          <ArrowRight aria-label={t('became')} className="mx-1 inline size-3 align-[-1px] rtl:-scale-x-100" />
          <Value text={after} />
        </li>
      ))}
    </ul>
  )
}

function Value({ text }: { readonly text: string | null }) {
  const t = useTranslations('common')
  if (text === null) return <span className="text-faint">{t('notSet')}</span>
  return <bdi className="break-all text-ink">{text}</bdi>
}
