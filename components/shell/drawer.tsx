'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { useTranslations } from 'next-intl'
import { SCRIM_LOOK } from '#components/ui/dialog.tsx'
import { type ShellActions, SidebarContent } from './sidebar.tsx'

interface DrawerProps extends ShellActions {
  readonly onClose: () => void
}

/** The sidebar over the page, on a phone. */
export function Drawer({ onClose, openCommands, openHelp }: DrawerProps) {
  const t = useTranslations('shell')
  const closing = (act: () => void) => () => {
    onClose()
    act()
  }
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={SCRIM_LOOK} />
        <Base.Popup
          aria-label={t('menu')}
          className="fixed inset-y-0 start-0 z-40 w-64 bg-canvas shadow-popup outline-none transition-transform duration-150 data-starting-style:-translate-x-full"
        >
          <SidebarContent openCommands={closing(openCommands)} openHelp={closing(openHelp)} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
