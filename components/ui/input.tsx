import type { ComponentProps } from 'react'
import { cx } from './cx.ts'

/** The frame that every text-like control wears. */
export const CONTROL_LOOK =
  'w-full min-w-0 rounded-md border border-control bg-surface text-sm text-ink shadow-control transition-colors ' +
  'hover:border-muted focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger ' +
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-faint'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      autoComplete="off"
      {...rest}
      className={cx(CONTROL_LOOK, 'h-8 px-2.5 pointer-coarse:h-10', className)}
    />
  )
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={cx(CONTROL_LOOK, 'min-h-16 px-2.5 py-1.5', className)} />
}
