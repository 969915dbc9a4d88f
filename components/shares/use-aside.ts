'use client'

import { useSyncExternalStore } from 'react'
import { useSession } from '#components/shell/session-provider.tsx'
import {
  type AsideShares,
  asideKey,
  asideShares,
  isAside,
  type Offer,
  withAside,
  withoutAside,
} from '#lib/client/aside-shares.ts'

interface Aside {
  readonly aside: AsideShares
  readonly isAside: (share: Offer) => boolean
  readonly putAside: (share: Offer) => void
  /** Forgets that it was put aside. */
  readonly bringBack: (share: Offer) => void
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
