interface SwitchProps {
  readonly id?: string
  readonly 'aria-describedby'?: string | undefined
  /** The name for screen readers, where no visible label points at it. */
  readonly label?: string
  readonly 'aria-invalid'?: boolean | undefined
  readonly isOn: boolean
  readonly isDisabled?: boolean
  readonly onChange: (isOn: boolean) => void
}

const LOOK =
  'relative h-5 w-9 shrink-0 cursor-pointer appearance-none rounded-full bg-control transition-colors checked:bg-accent ' +
  'before:absolute before:start-0.5 before:top-0.5 before:size-4 before:rounded-full before:bg-surface ' +
  'before:transition-transform before:duration-150 checked:before:translate-x-4 after:absolute after:-inset-1 ' +
  'disabled:cursor-not-allowed disabled:opacity-55'

export function Switch({ label, isOn, isDisabled = false, onChange, ...rest }: SwitchProps) {
  return (
    <input
      {...rest}
      type="checkbox"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      checked={isOn}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.checked)}
      className={LOOK}
    />
  )
}
