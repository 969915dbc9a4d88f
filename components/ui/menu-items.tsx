'use client'

import type { ComponentProps } from 'react'
import { menuParts } from './menu-loader.ts'
import type * as Parts from './menu-parts.tsx'

// What stands in menus, by names that cost nothing: the parts themselves come with the first menu that is opened.

export function MenuItem(props: ComponentProps<typeof Parts.MenuItem>) {
  const { MenuItem: Part } = menuParts()
  return <Part {...props} />
}

export function MenuSeparator() {
  const Part: typeof Parts.MenuSeparator = menuParts().MenuSeparator
  return <Part />
}

export function MenuGroup(props: ComponentProps<typeof Parts.MenuGroup>) {
  const { MenuGroup: Part } = menuParts()
  return <Part {...props} />
}

export function MenuRadioGroup(props: ComponentProps<typeof Parts.MenuRadioGroup>) {
  const { MenuRadioGroup: Part } = menuParts()
  return <Part {...props} />
}

export function MenuRadioItem(props: ComponentProps<typeof Parts.MenuRadioItem>) {
  const { MenuRadioItem: Part } = menuParts()
  return <Part {...props} />
}

export function MenuCheckboxItem(props: ComponentProps<typeof Parts.MenuCheckboxItem>) {
  const { MenuCheckboxItem: Part } = menuParts()
  return <Part {...props} />
}

export function SubMenu(props: ComponentProps<typeof Parts.SubMenu>) {
  const { SubMenu: Part } = menuParts()
  return <Part {...props} />
}
