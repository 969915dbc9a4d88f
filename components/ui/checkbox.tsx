'use client'

import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import type { MouseEvent } from 'react'
import { cx } from './cx.ts'

interface CheckboxProps {
  readonly id?: string
  /** The name for screen readers, where no visible label points at it. */
  readonly label?: string
  readonly isChecked: boolean
  /** Some of what it stands for is chosen, not all. */
  readonly isMixed?: boolean
  readonly onChange: (isChecked: boolean) => void
  /** Sees the click before the change, for example its shift key. */
  readonly onClick?: (event: MouseEvent) => void
  readonly className?: string
}

export function Checkbox({ id, label, isChecked, isMixed = false, onChange, onClick, className }: CheckboxProps) {
  return (
    <Base.Root
      id={id}
      aria-label={label}
      checked={isChecked}
      indeterminate={isMixed}
      onCheckedChange={onChange}
      onClick={onClick}
      className={cx(
        // The mark is 16px; the invisible edge around it makes the target 24px and more.
        'relative grid size-4 shrink-0 cursor-pointer place-items-center rounded-sm border border-control bg-surface',
        'after:absolute after:-inset-1.5 hover:border-muted pointer-coarse:after:-inset-3',
        'data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent',
        className,
      )}
    >
      <Base.Indicator className="text-on-accent">
        {isMixed ? <Minus aria-hidden className="size-3" strokeWidth={3} /> : <Check aria-hidden className="size-3" strokeWidth={3} />}
      </Base.Indicator>
    </Base.Root>
  )
}
