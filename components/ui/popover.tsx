'use client'

import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import { POPUP_LOOK } from './popup-look.ts'

interface PopoverProps {
  readonly trigger: ReactElement
  /** The name for screen readers. */
  readonly label: string
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
  readonly className?: string
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
}

export function Popover({
  trigger,
  label,
  children,
  align = 'start',
  className,
  isOpen,
  onOpenChange,
}: PopoverProps) {
  return (
    <Base.Root {...(isOpen !== undefined && { open: isOpen })} {...(onOpenChange && { onOpenChange })}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            aria-label={label}
            className={cx(POPUP_LOOK, 'max-w-(--available-width) p-3', className)}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
