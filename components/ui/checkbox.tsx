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
  /** `isRange`: the shift key was held. */
  readonly onChange: (isChecked: boolean, isRange: boolean) => void
  readonly className?: string
}

// The box is 16px; the invisible edge around it makes the target 28px, and larger for fingers.
const BOX =
  'size-4 cursor-pointer appearance-none rounded-sm border border-control bg-surface after:absolute after:-inset-1.5 ' +
  'hover:border-muted checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent ' +
  'pointer-coarse:after:-inset-3.5'
const MARK = 'pointer-events-none absolute inset-0.5 size-3 text-on-accent'

export function Checkbox({ id, label, isChecked, isMixed = false, onChange, className }: CheckboxProps) {
  return (
    <span className={cx('relative flex size-4 shrink-0', className)}>
      <input
        id={id}
        type="checkbox"
        aria-label={label}
        checked={isChecked}
        ref={(box) => {
          if (box !== null) box.indeterminate = isMixed
        }}
        onChange={(event) => onChange(event.target.checked, isWithShift(event.nativeEvent))}
        // Shift and click would mark text on the way.
        onMouseDown={(event: MouseEvent) => event.shiftKey && event.preventDefault()}
        className={BOX}
      />
      {isMixed && <Minus aria-hidden className={MARK} strokeWidth={3.5} />}
      {isChecked && !isMixed && <Check aria-hidden className={MARK} strokeWidth={3.5} />}
    </span>
  )
}

function isWithShift(event: Event): boolean {
  return 'shiftKey' in event && event.shiftKey === true
}
