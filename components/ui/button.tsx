'use client'

import type { LucideIcon } from 'lucide-react'
import { type ComponentProps, useId } from 'react'
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-look.ts'
import { cx } from './cx.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly icon?: LucideIcon
  /** Why it cannot be used now. The button stays reachable, so that everybody can read the reason. */
  readonly disabledReason?: string | undefined
  /** Work that it started is under way; further presses do nothing. */
  readonly isBusy?: boolean
}

export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'md', icon: Icon, disabledReason, isBusy = false, ...rest } = props
  const reasonId = useId()
  const isOff = disabledReason !== undefined
  const button = (
    <button
      type="button"
      {...rest}
      className={cx(buttonLook(variant, size, isOff), rest.className)}
      aria-disabled={isOff || isBusy || undefined}
      aria-busy={isBusy || undefined}
      aria-describedby={isOff ? reasonId : rest['aria-describedby']}
      onClick={isOff || isBusy ? (event) => event.preventDefault() : rest.onClick}
    >
      {isBusy ? <Spinner /> : Icon && <Icon aria-hidden className="size-3.5" />}
      {rest.children}
    </button>
  )
  if (!isOff) return button
  return (
    <>
      <Tooltip content={disabledReason}>{button}</Tooltip>
      <span id={reasonId} hidden>
        {disabledReason}
      </span>
    </>
  )
}
