import { isStorable } from '#lib/contract/text.ts'
import { parseWireTime } from '#lib/contract/wire-time.ts'
import type { GlanceImage } from '#lib/db/glance/glance-images.ts'
import type { CatalogImage } from '#lib/domain/catalog.ts'
import type { Image, ImageStatus, MemberStatus, Visibility } from '#lib/domain/image.ts'
import { MEMBER_STATUSES, VISIBILITIES } from '#lib/domain/image.ts'
import { type PlaceRules, placeOf } from '../place-of.ts'

export type ReadImage =
  | { readonly ok: true; readonly entry: CatalogImage; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly why: string; readonly detail?: string }

/** States that stay as they are; in all others something of Glance's is at work. */
const TAKEN: Readonly<Record<string, ImageStatus>> = {
  queued: 'queued',
  active: 'active',
  deactivated: 'deactivated',
}

/** What Glance notes about work of its own. */
const NOTES_OF_WORK = 'os_glance_'

/** What would be written here of an image of Glance; nothing is asked of any store. */
export function readImage(found: GlanceImage, places: PlaceRules): ReadImage {
  const { row } = found
  const status = TAKEN[row.status]
  if (status === undefined) return { ok: false, why: `status ${row.status}`, detail: remedyOf(row.status) }
  const located =
    status === 'queued' ? { ok: true as const, locations: [], remarks: [] } : locate(found, places)
  if (!located.ok) return located
  const image = { ...attributesOf(found), status, locations: located.locations }
  if (!textsOf(image).every(isStorable)) return { ok: false, why: 'text that is no text' }
  return {
    ok: true,
    // Glance knows no reasons.
    entry: { image, members: membersOf(found), deactivation: null },
    remarks: located.remarks,
  }
}

function textsOf({ name, owner, tags, properties }: Image): readonly string[] {
  return [name ?? '', owner ?? '', ...tags, ...Object.entries(properties).flat()]
}

function remedyOf(status: string): string {
  return status === 'killed' ? 'its upload failed' : 'let Glance finish or delete it, then run this again'
}

function attributesOf({ row, properties, tags }: GlanceImage): Omit<Image, 'status' | 'locations'> {
  const createdAtMs = timeOf(row.created_at)
  return {
    ...{ id: row.id, name: row.name, owner: row.owner },
    visibility: VISIBILITIES.find((each): each is Visibility => each === row.visibility) ?? 'private',
    isProtected: Boolean(row.protected),
    isHidden: Boolean(row.os_hidden),
    ...{ diskFormat: row.disk_format, containerFormat: row.container_format },
    ...{ minDiskGb: row.min_disk, minRamMb: row.min_ram },
    ...{ sizeBytes: row.size, virtualSizeBytes: row.virtual_size },
    ...{ checksum: row.checksum, hashAlgo: row.os_hash_algo, hashValue: row.os_hash_value },
    ...{ createdAtMs, updatedAtMs: row.updated_at === null ? createdAtMs : timeOf(row.updated_at) },
    tags: [...new Set(tags)].sort(),
    properties: Object.fromEntries(
      properties
        .filter(({ name }) => !name.startsWith(NOTES_OF_WORK))
        .map(({ name, value }) => [name, value ?? '']),
    ),
  }
}

function locate(found: GlanceImage, places: PlaceRules) {
  const active = found.locations.filter(({ status }) => status === 'active')
  if (active.length === 0) return { ok: false as const, why: 'no location' }
  const read = active.map((location) => placeOf(location, places))
  const locations = read.flatMap((place) => (place.ok ? [place.location] : []))
  const refused = read.find((place) => !place.ok)
  if (locations.length === 0 && refused !== undefined && !refused.ok) return refused
  const remarks = read.flatMap((place) =>
    place.ok ? [] : [`${place.why}${place.detail === undefined ? '' : `: ${place.detail}`}`],
  )
  return { ok: true as const, locations, remarks }
}

function membersOf({ row, members }: GlanceImage): CatalogImage['members'] {
  return members
    .map(({ member, status, created_at, updated_at }) => ({
      ...{ imageId: row.id, memberId: member },
      status: MEMBER_STATUSES.find((each): each is MemberStatus => each === status) ?? 'pending',
      ...{ createdAtMs: timeOf(created_at), updatedAtMs: timeOf(updated_at ?? created_at) },
      endsAtMs: null,
    }))
    .sort((one, other) => (one.memberId < other.memberId ? -1 : 1))
}

/** Glance keeps UTC without saying so. Without a time that makes sense: the beginning of time. */
export function timeOf(text: string): number {
  return parseWireTime(text) ?? 0
}
