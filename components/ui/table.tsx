import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'

export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table {...rest} className={cx('w-full border-separate border-spacing-0 text-sm', className)} />
}

const CELL = 'h-9 group-data-compact/table:h-7 border-b px-3 align-middle font-normal first:ps-4 last:pe-4'

export function HeadCell({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...rest}
      className={cx(CELL, 'h-8 text-xs font-medium whitespace-nowrap text-muted', className)}
    />
  )
}

export function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return <td {...rest} className={cx(CELL, className)} />
}

interface SortHeadProps {
  readonly direction: 'asc' | 'desc' | null
  readonly onSort: () => void
  readonly children: ReactNode
}

/** The button inside a head cell; the cell carries `aria-sort`. */
export function SortHead({ direction, onSort, children }: SortHeadProps) {
  const Arrow = direction === 'desc' ? ArrowDown : ArrowUp
  return (
    <button
      type="button"
      onClick={onSort}
      className={cx(
        'group -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink in-[.text-end]:flex-row-reverse',
        direction !== null && 'text-ink',
      )}
    >
      {children}
      <Arrow aria-hidden className={cx('size-3', direction === null && 'opacity-0 group-hover:opacity-60')} />
    </button>
  )
}
