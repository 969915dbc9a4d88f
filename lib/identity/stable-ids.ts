import { createHash } from 'node:crypto'

/** The one region of the built-in identity. */
export const REGION = 'RegionOne'

/** Ids of what has no table: the same on every node and at every start. */
export function stableId(...parts: readonly string[]): string {
  return createHash('sha256')
    .update(['vitrine', ...parts].join('/'))
    .digest('hex')
    .slice(0, 32)
}

/** Where limits of the Image service are registered. */
export const IMAGE_LIMIT_SCOPE = { serviceId: stableId('image'), regionId: REGION } as const
