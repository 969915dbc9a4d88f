import type { useTranslations } from 'next-intl'
import type * as MenuParts from './menu-parts.tsx'
import { showToast } from './toast-store.ts'

let parts: typeof MenuParts | null = null
let loading: Promise<typeof MenuParts> | null = null

/** Fetches what menus are made of: pages do without it until somebody reaches for one. Rejects without a network. */
function loadMenuParts(): Promise<typeof MenuParts> {
  loading ??= import('./menu-parts.tsx').then(
    (loaded) => {
      parts = loaded
      return loaded
    },
    (error: unknown) => {
      loading = null
      throw error
    },
  )
  return loading
}

/** What `loadMenuParts` has fetched; only what stands in an open menu may ask. */
export function menuParts(): typeof MenuParts {
  if (parts === null) throw new Error('a part of a menu is shown outside of a menu')
  return parts
}

/** For who is about to open a menu. Without a network the press itself tells. */
export function preloadMenuParts(): void {
  loadMenuParts().catch(() => undefined)
}

/** Calls `open` when menus can be shown; says so when they cannot. */
export function whenMenusAreHere(open: () => void, t: ReturnType<typeof useTranslations<'common'>>): void {
  loadMenuParts().then(open, () =>
    showToast({
      tone: 'danger',
      title: t('menuNotLoaded'),
      description: t('isThereAConnection'),
    }),
  )
}
