import type { DeactivationNote } from '../../domain/deactivation.ts'
import type { Image, ImageMember } from '../../domain/image.ts'
import { toWireTime } from '../wire-time.ts'

/** JSON as it stands in notifications. */
export type PayloadObject = { readonly [name: string]: unknown }

export interface ImagePayloadFacts {
  /** Milliseconds since the epoch; absent while the image exists. */
  readonly deletedAtMs?: number
  readonly storeId?: string
}

/** As Glance tells it: no locations, which may hold credentials, no os_hash_* and no os_hidden. */
export function imagePayload(image: Image, { deletedAtMs, storeId }: ImagePayloadFacts = {}): PayloadObject {
  return {
    id: image.id,
    name: image.name,
    status: deletedAtMs === undefined ? image.status : 'deleted',
    created_at: toWireTime(image.createdAtMs),
    updated_at: toWireTime(image.updatedAtMs),
    min_disk: image.minDiskGb,
    min_ram: image.minRamMb,
    protected: image.isProtected,
    checksum: image.checksum,
    owner: image.owner,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    size: image.sizeBytes,
    virtual_size: image.virtualSizeBytes,
    is_public: image.visibility === 'public',
    visibility: image.visibility,
    properties: image.properties,
    tags: image.tags,
    ...deletion(deletedAtMs),
    ...(storeId === undefined ? {} : { backend: storeId }),
  }
}

export function memberPayload(member: ImageMember, deletedAtMs?: number): PayloadObject {
  return {
    image_id: member.imageId,
    member_id: member.memberId,
    status: member.status,
    created_at: toWireTime(member.createdAtMs),
    updated_at: toWireTime(member.updatedAtMs),
    ...deletion(deletedAtMs),
  }
}

export function deletion(deletedAtMs: number | undefined): PayloadObject {
  return deletedAtMs === undefined
    ? { deleted: false, deleted_at: null }
    : { deleted: true, deleted_at: toWireTime(deletedAtMs) }
}

/** What one attribute was and is. */
export interface AttributeChange {
  readonly before: unknown
  readonly after: unknown
}

/** What differs between two versions, by attribute and additional property, for the audit. */
export function imageDifference(before: Image, after: Image): Readonly<Record<string, AttributeChange>> {
  const [old, now] = [auditedFacts(before), auditedFacts(after)]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  const changes = names
    .map((name) => [name, { before: old[name] ?? null, after: now[name] ?? null }] as const)
    .filter(([, change]) => JSON.stringify(change.before) !== JSON.stringify(change.after))
  return Object.fromEntries(changes)
}

/** What is said of a deactivation, as if it were attributes of the image. */
export function noteDifference(note: DeactivationNote): Readonly<Record<string, AttributeChange>> {
  const until = note.untilMs === null ? null : toWireTime(note.untilMs)
  const facts = {
    deactivation_reason: note.reason,
    deactivation_ticket: note.ticket,
    deactivation_until: until,
  }
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, after]) =>
      after === null ? [] : [[name, { before: null, after }]],
    ),
  )
}

/** Where the data lies may hold credentials: of locations only their number is told. */
function auditedFacts(image: Image): PayloadObject {
  const { id, created_at, updated_at, is_public, deleted, deleted_at, properties, ...facts } =
    imagePayload(image)
  return {
    ...Object.fromEntries(
      Object.entries(image.properties).map(([name, value]) => [propertyKey(name), value]),
    ),
    ...facts,
    os_hidden: image.isHidden,
    os_hash_algo: image.hashAlgo,
    os_hash_value: image.hashValue,
    locations: image.locations.length,
  }
}

const PROPERTY_PREFIX = 'properties/'

/** An additional property among the changes; no attribute has such a name. */
function propertyKey(name: string): string {
  return `${PROPERTY_PREFIX}${name}`
}
