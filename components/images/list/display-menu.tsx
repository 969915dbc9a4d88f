'use client'

import { Settings2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { withWords } from '#components/words/with-words.tsx'
import type { DisplayMenuProps } from './display-menu-items.tsx'

const DisplayMenuItems = lazyPart(
  withWords(['listMenus'], () => import('./display-menu-items.tsx').then((file) => file.DisplayMenuItems)),
)

/** How the list looks, and taking it away as a file. */
export function DisplayMenu(props: DisplayMenuProps) {
  const t = useTranslations('images')
  return (
    <Menu
      align="end"
      className="w-56"
      prepare={DisplayMenuItems.preload}
      trigger={
        <Button size="sm" variant="ghost" icon={Settings2}>
          {t('display')}
        </Button>
      }
    >
      <DisplayMenuItems {...props} />
    </Menu>
  )
}
