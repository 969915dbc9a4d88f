'use client'

import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '#components/ui/cx.ts'

interface FacetButtonProps extends ComponentProps<'button'> {
  readonly label: string
  readonly chosen: string | null
}

export function FacetButton({ label, chosen, ...rest }: FacetButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        'inline-flex h-7 max-w-64 items-center gap-1 rounded-md border px-2 text-xs font-medium whitespace-nowrap select-none hover:bg-hover data-popup-open:bg-pressed pointer-coarse:h-9',
        chosen === null
          ? 'border-line-strong border-dashed text-muted'
          : 'border-accent bg-accent-soft text-accent',
      )}
    >
      {label}
      {chosen !== null && <span className="truncate font-normal text-ink">{chosen}</span>}
      <ChevronDown aria-hidden className="size-3 shrink-0" />
    </button>
  )
}
