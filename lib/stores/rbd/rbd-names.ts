import { notFound } from '#lib/domain/errors.ts'
import { idOf, objectNameOf } from '../object-names.ts'
import type { StagingKey } from '../store.ts'

/** The snapshot of an image's data that volumes are cloned from. Source: Glance's, by which Nova and Cinder look for it. */
export const SNAPSHOT = 'snap'

// No id gives a name with a dot.
const STAGING = 'vitrine.staging.'
const REMOVED = 'vitrine.removed.'

export interface RbdPlace {
  readonly fsid: string
  readonly pool: string
}

export interface RbdUploadNames {
  readonly staging: string
  readonly image: string
}

export function namesOf({ uploadId, imageId }: StagingKey): RbdUploadNames {
  return { staging: stagingName(uploadId), image: objectNameOf(imageId) }
}

export const stagingName = (uploadId: string): string => STAGING + objectNameOf(uploadId)

/** For what cannot be removed yet. */
export const removedName = (random: string): string => REMOVED + random

export function isRemoved(name: string): boolean {
  return name.startsWith(REMOVED)
}

/** Whose staged bytes an image holds; null for other images. */
export function uploadOf(name: string): string | null {
  return name.startsWith(STAGING) ? idOf(name.slice(STAGING.length)) : null
}

/** How the urls of a pool's images begin. */
export function rbdPrefix({ fsid, pool }: RbdPlace): string {
  return `rbd://${encodeURIComponent(fsid)}/${encodeURIComponent(pool)}/`
}

export function rbdUrl(place: RbdPlace, name: string): string {
  return `${rbdPrefix(place)}${encodeURIComponent(name)}/${SNAPSHOT}`
}

/** The image's name in a url of this pool, also in one of the short form `rbd://image`. @throws `not_found` for any other url */
export function nameIn(url: string, place: RbdPlace): string {
  const prefix = rbdPrefix(place)
  const isOurs = url.startsWith(prefix) && url.endsWith(`/${SNAPSHOT}`)
  const part = isOurs ? url.slice(prefix.length, -SNAPSHOT.length - 1) : /^rbd:\/\/([^/]+)$/.exec(url)?.[1]
  const name = part === undefined ? null : decoded(part)
  if (name === null || idOf(name) === null) throw notFound('data at', url)
  return name
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
