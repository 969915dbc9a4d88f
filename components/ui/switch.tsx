'use client'

import { Switch as Base } from '@base-ui/react/switch'

interface SwitchProps {
  readonly id?: string
  readonly 'aria-describedby'?: string | undefined
  readonly label?: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
}

export function Switch({ label, isOn, onChange, isDisabled = false, ...rest }: SwitchProps) {
  return (
    <Base.Root
      {...rest}
      aria-label={label}
      checked={isOn}
      onCheckedChange={onChange}
      disabled={isDisabled}
      className={
        'relative h-4.5 w-8 shrink-0 cursor-pointer rounded-full bg-control p-0.5 transition-colors after:absolute ' +
        'after:-inset-1.5 data-checked:bg-accent data-disabled:cursor-not-allowed data-disabled:opacity-60'
      }
    >
      <Base.Thumb className="block size-3.5 rounded-full bg-surface transition-transform duration-150 data-checked:translate-x-3.5" />
    </Base.Root>
  )
}
