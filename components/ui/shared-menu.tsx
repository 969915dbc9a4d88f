'use client'

import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import { POPUP_LOOK } from './popup-look.ts'

/** Ties many triggers to one menu: a table of a thousand rows has one menu, not a thousand. */
export const createSharedMenu = Base.createHandle
export type SharedMenuHandle<T> = Base.Handle<T>

interface SharedMenuProps<T> {
  readonly handle: SharedMenuHandle<T>
  /** The items for what the pressed trigger stands for. */
  readonly children: (subject: T) => ReactNode
  readonly className?: string
}

export function SharedMenu<T>({ handle, children, className }: SharedMenuProps<T>) {
  return (
    <Base.Root handle={handle} modal={false}>
      {({ payload }) => (
        <Base.Portal>
          <Base.Positioner align="end" sideOffset={4} collisionPadding={8} className="z-50 outline-none">
            <Base.Popup
              className={cx(POPUP_LOOK, 'max-h-(--available-height) min-w-44 overflow-y-auto p-1', className)}
            >
              {payload !== undefined && children(payload)}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      )}
    </Base.Root>
  )
}

interface SharedMenuTriggerProps<T> {
  readonly handle: SharedMenuHandle<T>
  readonly subject: T
  readonly trigger: ReactElement
}

export function SharedMenuTrigger<T>({ handle, subject, trigger }: SharedMenuTriggerProps<T>) {
  return <Base.Trigger handle={handle} payload={subject} render={trigger} />
}
