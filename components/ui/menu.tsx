'use client'

import { type ComponentProps, cloneElement, type KeyboardEvent, type ReactElement, useState } from 'react'
import { menuParts, preloadMenuParts, whenMenusAreHere } from './menu-loader.ts'
import type * as Parts from './menu-parts.tsx'

type MenuProps = ComponentProps<typeof Parts.MenuRoot>

/**
 * A menu of actions. Its items are in menu-items.tsx. Until its first use it is its button alone: what menus are made of
 * is fetched when the pointer or the focus comes near.
 */
export function Menu({ trigger, ...menu }: MenuProps) {
  const [isWanted, setIsWanted] = useState(false)
  if (isWanted) {
    const { MenuRoot } = menuParts()
    return <MenuRoot trigger={trigger} {...menu} />
  }
  const open = (): void => whenMenusAreHere(() => setIsWanted(true))
  return cloneElement(trigger as ReactElement<Record<string, unknown>>, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: preloadMenuParts,
    onFocus: preloadMenuParts,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      open()
    },
  })
}
