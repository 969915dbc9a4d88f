import { createHash } from 'node:crypto'
import type { CatalogImage } from '#lib/domain/catalog.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'

/** Equal exactly when image, members and deactivation are. */
export function fingerprintOf({ image, members, deactivation }: CatalogImage): string {
  return hashOf({
    image,
    // Left out when there is none, as it was before catalogs had it.
    deactivation: deactivation ?? undefined,
    members: [...members].sort((one, other) => (one.memberId < other.memberId ? -1 : 1)),
  })
}

const TIMES: ReadonlySet<string> = new Set(['createdAtMs', 'updatedAtMs'])

/** Equal exactly when both define the same; times aside, for they tell when a file was loaded. */
export function fingerprintOfTree(tree: NamespaceTree): string {
  return hashOf(tree, TIMES)
}

/** What an object has is a set, whatever the order in which a database or a file names it. */
function hashOf(value: unknown, leftOut: ReadonlySet<string> = new Set()): string {
  const text = JSON.stringify(value, (key, each: unknown) => {
    if (leftOut.has(key)) return undefined
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each
    return Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
  })
  return createHash('sha256').update(text).digest('hex')
}
