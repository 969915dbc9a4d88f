'use client'

import { Keyboard, LogOut } from 'lucide-react'
import { useState } from 'react'
import { Kbd } from '#components/ui/kbd.tsx'
import { MenuItem, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '#components/ui/menu-items.tsx'
import { useSession } from './session-provider.tsx'
import { chooseTheme, currentTheme, readTheme, THEMES, type Theme } from './theme.ts'
import { useSignOut } from './use-sign-out.ts'

const THEME_LABELS: Readonly<Record<Theme, string>> = {
  system: 'Same as system',
  light: 'Light',
  dark: 'Dark',
}

export function UserMenuItems({ onHelp }: { readonly onHelp: () => void }) {
  const { project } = useSession()
  const signOut = useSignOut()
  return (
    <>
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem icon={Keyboard} onSelect={onHelp} hint={<Kbd>?</Kbd>}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={signOut}>
        Sign out
      </MenuItem>
      {project === null && <p className="px-2 py-1 text-xs text-faint">You are in no project.</p>}
    </>
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
