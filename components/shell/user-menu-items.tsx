'use client'

import { Keyboard, LogOut } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { MenuItem, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '#components/ui/menu-items.tsx'
import { chooseLanguage, LANGUAGES, type Language } from '#lib/client/language.ts'
import { KeyCap } from './key-cap.tsx'
import { useSession } from './session-provider.tsx'
import { chooseTheme, currentTheme, readTheme, THEMES } from './theme.ts'
import { useSignOut } from './use-sign-out.ts'

export function UserMenuItems({ onHelp }: { readonly onHelp: () => void }) {
  const { project } = useSession()
  const signOut = useSignOut()
  const t = useTranslations('shell')
  return (
    <>
      <ThemeChoice />
      <MenuSeparator />
      <LanguageChoice />
      <MenuSeparator />
      <MenuItem icon={Keyboard} onSelect={onHelp} hint={<KeyCap name="?" />}>
        {t('keyboardShortcuts')}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={signOut}>
        {t('signOut')}
      </MenuItem>
      {project === null && <p className="px-2 py-1 text-xs text-faint">{t('noProject')}</p>}
    </>
  )
}

/** Mounted when the menu opens, so that it reads the page's present theme. */
function ThemeChoice() {
  const [theme, setTheme] = useState(currentTheme)
  const t = useTranslations('shell')
  return (
    <MenuRadioGroup
      label={t('theme.label')}
      value={theme}
      onChange={(text) => {
        const next = readTheme(text)
        setTheme(next)
        chooseTheme(next)
      }}
    >
      {THEMES.map((choice) => (
        <MenuRadioItem key={choice} value={choice}>
          {t(`theme.${choice}`)}
        </MenuRadioItem>
      ))}
    </MenuRadioGroup>
  )
}

const LANGUAGE_CHOICES = Object.entries(LANGUAGES) as readonly [Language, string][]

/** The page is drawn anew in the chosen language; what is being done on it goes on. */
function LanguageChoice() {
  const t = useTranslations('shell')
  const router = useRouter()
  return (
    <MenuRadioGroup
      label={t('language')}
      value={useLocale()}
      onChange={(text) => {
        chooseLanguage(text as Language)
        router.refresh()
      }}
    >
      {LANGUAGE_CHOICES.map(([language, name]) => (
        <MenuRadioItem key={language} value={language}>
          <span lang={language}>{name}</span>
        </MenuRadioItem>
      ))}
    </MenuRadioGroup>
  )
}
