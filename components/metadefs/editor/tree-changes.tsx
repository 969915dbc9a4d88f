import type { FileChange } from '#lib/client/metadefs/compare-trees.ts'

/** What differs between two namespaces. */
export function TreeChanges({ changes }: { readonly changes: readonly FileChange[] }) {
  if (changes.length === 0) return <p className="text-muted">Nothing: both say the same.</p>
  return (
    <ul aria-label="Changes" className="divide-y rounded-lg border">
      {changes.map(({ place, before, after }) => (
        <li key={place} className="grid gap-x-4 px-3 py-1.5 sm:grid-cols-2">
          <span className="min-w-0 text-xs break-words text-muted">{place}</span>
          <span className="min-w-0 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
            {before !== null && (
              <del className="block text-danger">
                <span className="sr-only">Before: </span>
                {before}
              </del>
            )}
            {after !== null && (
              <ins className="block text-ok no-underline">
                <span className="sr-only">After: </span>
                {after}
              </ins>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
