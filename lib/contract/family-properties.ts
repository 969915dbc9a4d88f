import type { Image } from '../domain/image.ts'
import { parseWireTime } from './wire-time.ts'

/** Plain properties by which an image is a version of something: every program reads and sets them. docs/families.md */
export const FAMILY_PROPERTIES = {
  name: 'image_family',
  version: 'image_version',
  deprecatedAt: 'image_deprecated_at',
  replacedBy: 'image_replaced_by',
} as const

type Properties = Image['properties']

/** `not_understood`: something is written there that is no date; nothing follows from it. */
export type Deprecation =
  | { readonly state: 'none' }
  | { readonly state: 'planned' | 'deprecated'; readonly fromMs: number }
  | { readonly state: 'not_understood'; readonly text: string }

/** Follows from the date whenever it is read, so nothing has to happen on that day. A day begins in UTC. */
export function deprecationOf(properties: Properties, nowMs: number): Deprecation {
  const text = (properties[FAMILY_PROPERTIES.deprecatedAt] ?? '').trim()
  if (text === '') return { state: 'none' }
  const fromMs = parseWireTime(text)
  if (fromMs === null) return { state: 'not_understood', text }
  return { state: fromMs <= nowMs ? 'deprecated' : 'planned', fromMs }
}

export function isDeprecated(properties: Properties, nowMs: number): boolean {
  return deprecationOf(properties, nowMs).state === 'deprecated'
}

/**
 * Whether Nova made the image of a server: it hands the properties of the server's image on, so that a snapshot says
 * that it is a version of the same family.
 */
export function isSnapshot(properties: Properties): boolean {
  return properties[SNAPSHOT_PROPERTY] === SNAPSHOT_TYPE
}

export const SNAPSHOT_PROPERTY = 'image_type'
export const SNAPSHOT_TYPE = 'snapshot'
