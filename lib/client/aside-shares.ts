import type { ShareWire } from '../contract/share-wire.ts'
import { createKept } from './kept.ts'

/** An offer on which somebody decides later, as it stood then. */
interface AsideShare {
  readonly imageId: string
  readonly facts: string
}

export type AsideShares = readonly AsideShare[]

/** As many as the service lists at once; the oldest go first. */
export const MOST_ASIDE = 200

const kept = createKept(parse)
const NONE: AsideShares = []

/** Offers that are put aside in this browser, for each user and project; for `useSyncExternalStore`. */
export const asideShares = {
  subscribe: kept.subscribe,
  read: (key: string): AsideShares => kept.read(key),
  readOnServer: (): AsideShares => NONE,
  write: (key: string, aside: AsideShares): void => kept.write(key, aside),
}

export function asideKey(userId: string, projectId: string): string {
  return `vitrine-aside-${userId}-${projectId}`
}

/** False too for an offer that has changed since: somebody may decide otherwise now. */
export function isAside(aside: AsideShares, share: ShareWire): boolean {
  return (
    share.status === 'pending' &&
    aside.some(({ imageId, facts }) => imageId === share.image.id && facts === factsOf(share))
  )
}

export function withAside(aside: AsideShares, share: ShareWire): AsideShares {
  return [...withoutAside(aside, share), { imageId: share.image.id, facts: factsOf(share) }].slice(
    -MOST_ASIDE,
  )
}

/** The same list where nothing has to be forgotten. */
export function withoutAside(aside: AsideShares, { image }: ShareWire): AsideShares {
  const others = aside.filter(({ imageId }) => imageId !== image.id)
  return others.length === aside.length ? aside : others
}

/** What somebody decides by: who offers it, since and until when, and what it is. */
function factsOf({ image, owner, shared_at, ends_at }: ShareWire): string {
  const { name, status, disk_format, size } = image
  return JSON.stringify([owner.id, shared_at, ends_at, name, status, disk_format, size])
}

/** Whatever is no such offer is left out. */
function parse(json: unknown): AsideShares {
  return Array.isArray(json) ? json.filter(isAsideShare) : NONE
}

function isAsideShare(value: unknown): value is AsideShare {
  if (typeof value !== 'object' || value === null) return false
  const { imageId, facts } = value as Partial<AsideShare>
  return typeof imageId === 'string' && typeof facts === 'string'
}
