'use client'

import { useSyncExternalStore } from 'react'
import { useSession } from '#components/shell/session-provider.tsx'
import { type ListSettings, listSettings } from '#lib/client/list-settings.ts'

/** How whoever is signed in likes the list, and changing that. */
export function useListSettings(): readonly [ListSettings, (settings: ListSettings) => void] {
  const { id } = useSession().user
  const settings = useSyncExternalStore(
    listSettings.subscribe,
    () => listSettings.read(id),
    listSettings.readOnServer,
  )
  return [settings, (next) => listSettings.write(id, next)]
}
