import { z } from 'zod'
import { invalid } from '../domain/errors.ts'
import type { FamilyCount, FamilyKey, FamilyQuery, KeepReason, PruneAction } from '../domain/families.ts'
import { type Image, type ImageStatus, VISIBILITIES, type Visibility } from '../domain/image.ts'
import { type Deprecation, deprecationOf, FAMILY_PROPERTIES } from './family-properties.ts'
import { parseBody } from './parse-body.ts'
import { isStorable } from './text.ts'
import { toWireTime } from './wire-time.ts'

export interface FamilyVersionWire {
  readonly id: string
  readonly name: string | null
  readonly version: string | null
  readonly status: ImageStatus
  readonly visibility: Visibility
  readonly os_hidden: boolean
  readonly protected: boolean
  readonly size: number | null
  readonly created_at: string
  /** What the property says, word for word. */
  readonly deprecated_at: string | null
  readonly deprecation: Deprecation['state']
  readonly replaced_by: string | null
}

export interface FamilyWire {
  readonly owner: string
  readonly name: string
  readonly version_count: number
  readonly latest: FamilyVersionWire | null
}

export interface FamilyListWire {
  readonly families: readonly FamilyWire[]
  readonly next?: string
}

export interface FamilyVersionsWire {
  readonly owner: string
  readonly name: string
  readonly latest: string | null
  readonly versions: readonly FamilyVersionWire[]
  readonly next?: string
}

export interface PruneWire {
  readonly keep: number
  readonly action: PruneAction
  readonly dry_run: boolean
  readonly versions: readonly PrunedVersionWire[]
}

export interface PrunedVersionWire {
  readonly version: FamilyVersionWire
  readonly verdict: 'keep' | PruneAction
  /** Why it is kept; null: it is not. */
  readonly reason: KeepReason | null
  /** What became of it; null: nothing was to. */
  readonly outcome: 'done' | 'failed' | null
  readonly problem: string | null
}

export function familyToWire(
  { owner, name, count, latest }: FamilyCount & { readonly latest: Image | null },
  nowMs: number,
): FamilyWire {
  return { owner, name, version_count: count, latest: latest && familyVersionToWire(latest, nowMs) }
}

export function familyVersionToWire(image: Image, nowMs: number): FamilyVersionWire {
  const { properties } = image
  return {
    id: image.id,
    name: image.name,
    version: properties[FAMILY_PROPERTIES.version] ?? null,
    status: image.status,
    visibility: image.visibility,
    os_hidden: image.isHidden,
    protected: image.isProtected,
    size: image.sizeBytes,
    created_at: toWireTime(image.createdAtMs),
    deprecated_at: properties[FAMILY_PROPERTIES.deprecatedAt] ?? null,
    deprecation: deprecationOf(properties, nowMs).state,
    replaced_by: properties[FAMILY_PROPERTIES.replacedBy] ?? null,
  }
}

const USUAL = 25
const MOST = 100

/** The query of `GET /v2/vitrine/families`. @throws `invalid` naming the parameter */
export function parseFamilyQuery(parameters: URLSearchParams): FamilyQuery {
  const owner = parameters.get('owner')
  if (owner !== null && !isStorable(owner)) throw invalid('owner must be the id of a project.', 'owner')
  const marker = parameters.get('marker')
  return {
    limit: parseLimit(parameters),
    ...parseSight(parameters),
    ...(owner !== null && { owner }),
    ...(marker !== null && { after: parseMarker(marker) }),
  }
}

/** The query of one family's versions. @throws `invalid` naming the parameter */
export function parseVersionQuery(
  parameters: URLSearchParams,
): Pick<FamilyQuery, 'visibility' | 'limit'> & { readonly marker?: string } {
  const marker = parameters.get('marker')
  if (marker !== null && !isStorable(marker)) throw invalid('marker must be the id of an image.', 'marker')
  return {
    limit: parseLimit(parameters),
    ...parseSight(parameters),
    ...(marker !== null && { marker }),
  }
}

/** Which images count, as in the list of images: without it neither others' community images nor pending shares do. */
export function parseSight(parameters: URLSearchParams): Pick<FamilyQuery, 'visibility'> {
  const given = parameters.get('visibility')
  if (given === null) return {}
  const visibility = [...VISIBILITIES, 'all' as const].find((each) => each === given)
  if (visibility === undefined)
    throw invalid(`visibility must be one of ${VISIBILITIES.join(', ')}, all.`, 'visibility')
  return { visibility }
}

function parseLimit(parameters: URLSearchParams): number {
  const limit = Number(parameters.get('limit') ?? USUAL)
  if (!Number.isInteger(limit) || limit < 1) throw invalid('limit must be a whole number from 1 on.', 'limit')
  return Math.min(limit, MOST)
}

/** Both names in one text that keeps them apart whatever they hold. */
export function familyMarker({ owner, name }: FamilyKey): string {
  return `${encodeURIComponent(owner)}/${encodeURIComponent(name)}`
}

function parseMarker(marker: string): FamilyKey {
  const [owner, name, ...more] = marker.split('/')
  if (owner === undefined || name === undefined || more.length > 0) throw badMarker()
  try {
    const key = { owner: decodeURIComponent(owner), name: decodeURIComponent(name) }
    if (isStorable(key.owner) && isStorable(key.name)) return key
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause
  }
  throw badMarker()
}

function badMarker() {
  return invalid('marker must be the one of the link to the next page.', 'marker')
}

const PRUNE = z.strictObject({
  keep: z.int().min(1).max(1000),
  action: z.enum(['hide', 'delete']),
  dry_run: z.boolean().default(true),
  only: z.array(z.uuid()).max(1000).optional(),
})

/** Without `dry_run` nothing is done. @throws `invalid` naming the field */
export function parsePrune(body: unknown): {
  readonly keep: number
  readonly action: PruneAction
  readonly isDryRun: boolean
  readonly only?: readonly string[]
} {
  const { keep, action, dry_run: isDryRun, only } = parseBody(PRUNE, body)
  return { keep, action, isDryRun, ...(only && { only: only.map((id) => id.toLowerCase()) }) }
}
