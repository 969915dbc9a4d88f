import { LoaderCircle } from 'lucide-react'
import { cx } from './cx.ts'

/** Decoration: say in words beside it what is going on. */
export function Spinner({ className }: { readonly className?: string }) {
  return <LoaderCircle aria-hidden className={cx('size-3.5 animate-spin', className)} />
}
