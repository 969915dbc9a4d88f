'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { Menu as MenuIcon, Search } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { SCRIM_LOOK } from '#components/ui/dialog.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Logo } from './logo.tsx'
import { type ShellActions, SidebarContent } from './sidebar.tsx'

/** Narrow screens only: the bar above the page, with the sidebar in a drawer. */
export function TopBar({ openCommands, openHelp }: ShellActions) {
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b bg-canvas px-2 md:hidden">
      <Drawer key={usePathname()} openCommands={openCommands} openHelp={openHelp} />
      <span className="flex-1">
        <Logo />
      </span>
      <IconButton label="Find or do" icon={Search} hasTooltip={false} onClick={openCommands} />
    </header>
  )
}

/** Keyed by the page: going somewhere closes it. */
function Drawer({ openCommands, openHelp }: ShellActions) {
  const [isOpen, setIsOpen] = useState(false)
  const closing = (act: () => void) => () => {
    setIsOpen(false)
    act()
  }
  return (
    <Base.Root open={isOpen} onOpenChange={setIsOpen}>
      <Base.Trigger render={<IconButton label="Menu" icon={MenuIcon} hasTooltip={false} />} />
      <Base.Portal>
        <Base.Backdrop className={SCRIM_LOOK} />
        <Base.Popup
          aria-label="Menu"
          className="fixed inset-y-0 start-0 z-40 w-64 bg-canvas shadow-popup outline-none transition-transform duration-150 data-ending-style:-translate-x-full data-starting-style:-translate-x-full"
        >
          <SidebarContent openCommands={closing(openCommands)} openHelp={closing(openHelp)} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
