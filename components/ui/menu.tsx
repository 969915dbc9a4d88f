'use client'

import { useTranslations } from 'next-intl'
import { type ComponentProps, cloneElement, type KeyboardEvent, type ReactElement, useState } from 'react'
import { menuParts, preloadMenuParts, whenMenusAreHere } from './menu-loader.ts'
import type * as Parts from './menu-parts.tsx'

interface MenuProps extends ComponentProps<typeof Parts.MenuRoot> {
  /** Fetches what stands in it; it is opened when that is done, so that the focus finds its first item. */
  readonly prepare?: () => Promise<void>
}

/**
 * A menu of actions. Its items are in menu-items.tsx. Until its first use it is its button alone: what menus are made of
 * is fetched when the pointer or the focus comes near.
 */
export function Menu({ trigger, prepare = nothing, ...menu }: MenuProps) {
  const t = useTranslations('common')
  const [isWanted, setIsWanted] = useState(false)
  if (isWanted) {
    const { MenuRoot } = menuParts()
    return <MenuRoot trigger={trigger} {...menu} />
  }
  const preload = (): void => {
    void prepare()
    preloadMenuParts()
  }
  const open = (): void => {
    const prepared = prepare()
    whenMenusAreHere(() => void prepared.then(() => setIsWanted(true)), t)
  }
  return cloneElement(trigger as ReactElement<Record<string, unknown>>, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      open()
    },
  })
}

const nothing = async (): Promise<void> => undefined
