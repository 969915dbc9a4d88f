import { cx } from './cx.ts'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'sm' | 'md'

const BASE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none ' +
  'transition-colors duration-100 aria-disabled:cursor-not-allowed disabled:cursor-not-allowed'

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-7 px-2 text-xs pointer-coarse:h-9',
  md: 'h-8 px-3 text-sm pointer-coarse:h-10',
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover',
  secondary:
    'border border-line-strong bg-surface text-ink shadow-control hover:bg-hover active:bg-pressed data-popup-open:bg-pressed',
  ghost:
    'text-muted hover:bg-hover hover:text-ink active:bg-pressed data-popup-open:bg-pressed data-popup-open:text-ink',
  danger: 'bg-danger text-on-accent hover:bg-danger-hover active:bg-danger-hover',
}

const OFF = 'border border-line bg-sunken text-faint'

export function buttonLook(variant: ButtonVariant, size: ButtonSize, isOff = false): string {
  if (isOff) return cx(BASE, SIZES[size], variant === 'ghost' ? 'text-faint opacity-70' : OFF)
  return cx(BASE, SIZES[size], VARIANTS[variant])
}
