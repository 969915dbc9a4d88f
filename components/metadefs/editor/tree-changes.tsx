import { useTranslations } from 'next-intl'
import type { FileChange } from '#lib/client/metadefs/compare-trees.ts'

/** What differs between two namespaces. */
export function TreeChanges({ changes }: { readonly changes: readonly FileChange[] }) {
  const t = useTranslations('metadefs.changes')
  if (changes.length === 0) return <p className="text-muted">{t('nothing')}</p>
  return (
    <ul aria-label={t('label')} className="divide-y rounded-lg border">
      {changes.map(({ place, before, after }) => (
        <li key={place} className="grid gap-x-4 px-3 py-1.5 sm:grid-cols-2">
          <span className="min-w-0 text-xs break-words text-muted">{place}</span>
          <span className="min-w-0 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
            {before !== null && (
              <del className="block text-danger">
                <span className="sr-only">{t('before')}</span>
                {before}
              </del>
            )}
            {after !== null && (
              <ins className="block text-ok no-underline">
                <span className="sr-only">{t('after')}</span>
                {after}
              </ins>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
