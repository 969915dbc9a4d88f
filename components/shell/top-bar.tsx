'use client'

import { Menu as MenuIcon, Search } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Logo } from './logo.tsx'
import type { ShellActions } from './sidebar.tsx'

const Drawer = lazyPart(() => import('./drawer.tsx').then((file) => file.Drawer))

/** Narrow screens only: the bar above the page, with the sidebar in a drawer. */
export function TopBar({ openCommands, openHelp }: ShellActions) {
  const t = useTranslations('shell')
  const pathname = usePathname()
  // Where the drawer was opened: going to another page closes it.
  const [openedAt, setOpenedAt] = useState<string | null>(null)
  const isOpen = openedAt === pathname
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b bg-canvas px-2 md:hidden">
      <IconButton
        label={t('menu')}
        icon={MenuIcon}
        hasTooltip={false}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpenedAt(pathname)}
      />
      <span className="flex-1">
        <Logo />
      </span>
      <IconButton label={t('findOrDo')} icon={Search} hasTooltip={false} onClick={openCommands} />
      {isOpen && <Drawer onClose={() => setOpenedAt(null)} openCommands={openCommands} openHelp={openHelp} />}
    </header>
  )
}
