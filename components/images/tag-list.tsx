import { cx } from '#components/ui/cx.ts'

interface TagListProps {
  readonly tags: readonly string[]
  /** How many are shown; the rest is counted. */
  readonly most?: number
  readonly className?: string
}

export function TagList({ tags, most = Number.POSITIVE_INFINITY, className }: TagListProps) {
  const hidden = tags.slice(most)
  return (
    <span className={cx('flex min-w-0 gap-1', className)}>
      {tags.slice(0, most).map((tag) => (
        <span
          key={tag}
          title={tag}
          className="inline-flex h-5 min-w-0 items-center rounded-sm border border-line bg-canvas px-1.5 text-xs text-muted"
        >
          <bdi className="truncate">{tag}</bdi>
        </span>
      ))}
      {hidden.length > 0 && (
        <span className="shrink-0 self-center text-xs text-faint" title={hidden.join(', ')}>
          +{hidden.length}
        </span>
      )}
    </span>
  )
}
