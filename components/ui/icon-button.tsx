'use client'

import type { LucideIcon } from 'lucide-react'
import { type ComponentProps, useId } from 'react'
import { cx } from './cx.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'aria-label'> {
  /** The name for screen readers, and the hint on hover. */
  readonly label: string
  readonly icon: LucideIcon
  readonly disabledReason?: string | undefined
  readonly isBusy?: boolean
  /** Leave the hint out where the icon opens something that explains itself, as a menu. */
  readonly hasTooltip?: boolean
  readonly size?: 'sm' | 'md'
}

const LOOK =
  'inline-grid shrink-0 place-items-center rounded-md text-muted transition-colors duration-100 select-none ' +
  'pointer-coarse:size-10'
const ON =
  'hover:bg-hover hover:text-ink active:bg-pressed data-popup-open:bg-pressed data-popup-open:text-ink'

export function IconButton(props: IconButtonProps) {
  const { label, icon: Icon, disabledReason, isBusy = false, hasTooltip = true, size = 'md', ...rest } = props
  const reasonId = useId()
  const isOff = disabledReason !== undefined
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className={cx(
        LOOK,
        size === 'md' ? 'size-8' : 'size-6',
        isOff ? 'cursor-not-allowed opacity-55' : ON,
        rest.className,
      )}
      aria-disabled={isOff || isBusy || undefined}
      aria-describedby={isOff ? reasonId : rest['aria-describedby']}
      onClick={isOff || isBusy ? (event) => event.preventDefault() : rest.onClick}
    >
      {isBusy ? <Spinner /> : <Icon aria-hidden className={size === 'md' ? 'size-4' : 'size-3.5'} />}
    </button>
  )
  if (!hasTooltip && !isOff) return button
  return (
    <>
      <Tooltip content={disabledReason ?? label}>{button}</Tooltip>
      {isOff && (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      )}
    </>
  )
}
