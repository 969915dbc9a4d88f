'use client'

import { useTranslations } from 'next-intl'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { menuParts, whenMenusAreHere } from './menu-loader.ts'
import type * as Parts from './menu-parts.tsx'

type MenuLook = ComponentProps<typeof Parts.AnchoredMenu>['className']

interface OpenMenu<T> {
  readonly anchor: HTMLElement
  readonly subject: T
}

export interface RowMenuControl<T> {
  /** Opens the menu at the button for what it stands for; pressed again, the button closes it. */
  readonly toggle: (anchor: HTMLElement, subject: T) => void
  /** For what the menu is open; null: it is closed. */
  readonly subject: T | null
  /** The open menu, to be put anywhere. */
  readonly render: (children: (subject: T) => ReactNode, className?: MenuLook) => ReactNode
}

/**
 * One menu for many buttons: a table of a thousand rows has one, not a thousand.
 * `prepare` fetches what stands in it; the menu is opened when that is done, so that the focus finds its first item.
 */
export function useRowMenu<T>(prepare: () => Promise<void> = async () => undefined): RowMenuControl<T> {
  const t = useTranslations('common')
  const [open, setOpen] = useState<OpenMenu<T> | null>(null)
  const close = (): void => setOpen(null)
  return {
    subject: open?.subject ?? null,
    toggle(anchor, subject) {
      if (open?.anchor === anchor) return close()
      const prepared = prepare()
      whenMenusAreHere(() => void prepared.then(() => setOpen({ anchor, subject })), t)
    },
    render(children, className) {
      if (open === null) return null
      const { AnchoredMenu } = menuParts()
      return (
        <AnchoredMenu
          key={String(open.subject)}
          anchor={open.anchor}
          onClose={close}
          {...(className !== undefined && { className })}
        >
          {children(open.subject)}
        </AnchoredMenu>
      )
    },
  }
}
