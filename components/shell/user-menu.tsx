'use client'

import { ChevronsUpDown, Keyboard, LogOut } from 'lucide-react'
import { useState } from 'react'
import { Kbd } from '#components/ui/kbd.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { MenuItem, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '#components/ui/menu-items.tsx'
import { useSession } from './session-provider.tsx'
import { chooseTheme, currentTheme, readTheme, THEMES, type Theme } from './theme.ts'
import { useSignOut } from './use-sign-out.ts'

const THEME_LABELS: Readonly<Record<Theme, string>> = {
  system: 'Same as system',
  light: 'Light',
  dark: 'Dark',
}

export function UserMenu({ onHelp }: { readonly onHelp: () => void }) {
  const { user, project } = useSession()
  const signOut = useSignOut()
  return (
    <Menu
      className="w-52"
      trigger={
        <button
          type="button"
          className="flex h-10 w-full items-center gap-2.5 rounded-md px-2 text-start hover:bg-hover data-popup-open:bg-pressed pointer-coarse:h-12"
        >
          <span
            aria-hidden
            className="grid size-6.5 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {user.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="min-w-0 flex-1 truncate">{user.name}</span>
          <span className="sr-only">: theme, help, sign out</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
        </button>
      }
    >
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem icon={Keyboard} onSelect={onHelp} hint={<Kbd>?</Kbd>}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={signOut}>
        Sign out
      </MenuItem>
      {project === null && <p className="px-2 py-1 text-xs text-faint">You are in no project.</p>}
    </Menu>
  )
}

/** Mounted when the menu opens, so that it reads the page's present theme. */
function ThemeChoice() {
  const [theme, setTheme] = useState(currentTheme)
  return (
    <MenuRadioGroup
      label="Theme"
      value={theme}
      onChange={(text) => {
        const next = readTheme(text)
        setTheme(next)
        chooseTheme(next)
      }}
    >
      {THEMES.map((choice) => (
        <MenuRadioItem key={choice} value={choice}>
          {THEME_LABELS[choice]}
        </MenuRadioItem>
      ))}
    </MenuRadioGroup>
  )
}
