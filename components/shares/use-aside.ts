'use client'

import { useSyncExternalStore } from 'react'
import { useSession } from '#components/shell/session-provider.tsx'
import {
  type AsideShares,
  asideKey,
  asideShares,
  isAside,
  withAside,
  withoutAside,
} from '#lib/client/aside-shares.ts'
import type { ShareWire } from '#lib/client/shares.ts'

interface Aside {
  readonly aside: AsideShares
  readonly isAside: (share: ShareWire) => boolean
  readonly putAside: (share: ShareWire) => void
  /** Forgets that it was put aside. */
  readonly bringBack: (share: ShareWire) => void
}

/** The offers that whoever is signed in has put aside in the present project. */
export function useAside(): Aside {
  const { user, project } = useSession()
  const key = asideKey(user.id, project?.id ?? '')
  const read = () => asideShares.read(key)
  const aside = useSyncExternalStore(asideShares.subscribe, read, asideShares.readOnServer)
  return {
    aside,
    isAside: (share) => isAside(aside, share),
    putAside: (share) => asideShares.write(key, withAside(read(), share)),
    bringBack(share) {
      const present = read()
      const others = withoutAside(present, share)
      if (others !== present) asideShares.write(key, others)
    },
  }
}
