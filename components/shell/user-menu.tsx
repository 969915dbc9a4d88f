'use client'

import { ChevronsUpDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { useSession } from './session-provider.tsx'

const UserMenuItems = lazyPart(() => import('./user-menu-items.tsx').then((file) => file.UserMenuItems))

export function UserMenu({ onHelp }: { readonly onHelp: () => void }) {
  const t = useTranslations('shell')
  const { user } = useSession()
  return (
    <Menu
      className="w-52"
      prepare={UserMenuItems.preload}
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
          <span className="sr-only">{t('userMenu')}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
        </button>
      }
    >
      <UserMenuItems onHelp={onHelp} />
    </Menu>
  )
}
