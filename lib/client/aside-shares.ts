import type { ShareWire } from '../contract/share-wire.ts'
import { toWireTime } from '../contract/wire-time.ts'
import type { ImageMember } from '../domain/image.ts'
import type { ImageView } from './image-view.ts'
import { createKept } from './kept.ts'

/** What of a share says whether it is still the same offer. */
export interface Offer extends Pick<ShareWire, 'status' | 'shared_at' | 'ends_at'> {
  readonly image: Pick<ShareWire['image'], 'id' | 'name' | 'status' | 'disk_format' | 'size'>
  readonly owner: Pick<ShareWire['owner'], 'id'>
}

type OfferedImage = Pick<ImageView, 'id' | 'name' | 'status' | 'diskFormat' | 'sizeBytes' | 'owner'>

/** The same offer as the list of shares has it, from what an image's own page knows. */
export function offerOf(
  image: OfferedImage,
  member: Pick<ImageMember, 'status' | 'createdAtMs' | 'endsAtMs'>,
): Offer {
  const { id, name, status, diskFormat, sizeBytes, owner } = image
  return {
    image: { id, name, status, disk_format: diskFormat, size: sizeBytes },
    owner: { id: owner },
    status: member.status,
    shared_at: toWireTime(member.createdAtMs),
    ends_at: member.endsAtMs === null ? null : toWireTime(member.endsAtMs),
  }
}

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
export function isAside(aside: AsideShares, share: Offer): boolean {
  return (
    share.status === 'pending' &&
    aside.some(({ imageId, facts }) => imageId === share.image.id && facts === factsOf(share))
  )
}

export function withAside(aside: AsideShares, share: Offer): AsideShares {
  return [...withoutAside(aside, share), { imageId: share.image.id, facts: factsOf(share) }].slice(
    -MOST_ASIDE,
  )
}

/** The same list where nothing has to be forgotten. */
export function withoutAside(aside: AsideShares, { image }: Offer): AsideShares {
  const others = aside.filter(({ imageId }) => imageId !== image.id)
  return others.length === aside.length ? aside : others
}

/** What somebody decides by: who offers it, since and until when, and what it is. */
function factsOf({ image, owner, shared_at, ends_at }: Offer): string {
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
