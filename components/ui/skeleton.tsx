import { cx } from './cx.ts'

/** Holds the place of something that is being fetched; give it that thing's size. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={cx('block animate-pulse rounded-sm bg-pressed', className)} />
}
