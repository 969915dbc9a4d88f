import { z } from 'zod'
import type { CatalogImage } from '../domain/catalog.ts'
import type { Deactivation } from '../domain/deactivation.ts'
import { MEMBER_STATUSES, VISIBILITIES } from '../domain/image.ts'
import { isAtMost, isStorable, MAX_NAME_CHARACTERS } from './text.ts'

export const CATALOG_FORMAT = 'vitrine-catalog' as const
export const CATALOG_VERSION = 1 as const

/** States in which nothing is at work on an image. */
export const EXPORTED_STATUSES = ['queued', 'active', 'deactivated'] as const

const text = z.string().refine(isStorable, 'is no text that every database keeps')
const name = text.refine((value) => isAtMost(value, MAX_NAME_CHARACTERS), 'is too long')
const time = z.iso.datetime().transform((iso) => Date.parse(iso))
const bytes = z.int().min(0)
const hex = z.string().regex(/^[0-9a-f]+$/)

const MEMBER = z.strictObject({
  member_id: name,
  status: z.enum(MEMBER_STATUSES),
  created_at: time,
  updated_at: time,
  /** When the share ends by itself. */
  ends_at: time.nullable().default(null),
})

const DEACTIVATION = z.strictObject({
  reason: text,
  ticket: text.nullable(),
  since: time,
  /** When the image becomes active again by itself. */
  until: time.nullable(),
})

const LOCATION = z.strictObject({ url: text.min(1), store: text.min(1), metadata: z.record(name, text) })

/** A line of images.ndjson. */
const IMAGE = z.strictObject({
  id: z.string().min(1).max(36).refine(isStorable),
  name: name.nullable(),
  status: z.enum(EXPORTED_STATUSES),
  visibility: z.enum(VISIBILITIES),
  protected: z.boolean(),
  os_hidden: z.boolean(),
  owner: name.nullable(),
  disk_format: name.nullable(),
  container_format: name.nullable(),
  min_disk: bytes,
  min_ram: bytes,
  size: bytes.nullable(),
  virtual_size: bytes.nullable(),
  checksum: hex.nullable(),
  os_hash_algo: name.nullable(),
  os_hash_value: hex.nullable(),
  created_at: time,
  updated_at: time,
  tags: z.array(name),
  properties: z.record(name, text),
  locations: z.array(LOCATION),
  members: z.array(MEMBER),
  deactivation: DEACTIVATION.nullable().default(null),
  /** The file with the data, from the catalog's folder; null: only its locations are known. */
  data: z
    .string()
    .regex(/^data\/[0-9a-z=-]+$/)
    .nullable(),
})

const FILE = z.strictObject({ sha256: hex, lines: z.int().min(0).optional() })

/** catalog.json: written last, so that a catalog without it is not whole. */
const MANIFEST = z.strictObject({
  format: z.literal(CATALOG_FORMAT),
  version: z.literal(CATALOG_VERSION),
  written_at: time,
  files: z.record(z.string(), FILE),
})
export type CatalogManifest = z.output<typeof MANIFEST>

const RESOURCE = { service_id: name, region_id: name, resource_name: name, description: text.nullable() }
const LIMITS = z.strictObject({
  registered: z.array(z.strictObject({ ...RESOURCE, id: name, default_limit: z.int() })).readonly(),
  own: z
    .array(
      z.strictObject({
        ...RESOURCE,
        id: name,
        project_id: name.nullable(),
        domain_id: name.nullable(),
        resource_limit: z.int(),
      }),
    )
    .readonly(),
})
/** limits.json. An own limit names what it is of, and not which registered limit: that may have another id elsewhere. */
export type CatalogLimits = z.output<typeof LIMITS>

/** @throws SyntaxError when it is no JSON; zod's error */
export const parseManifest = (json: string): CatalogManifest => MANIFEST.parse(JSON.parse(json))
export const parseLimits = (json: string): CatalogLimits => LIMITS.parse(JSON.parse(json))

export function manifestToText({ written_at, ...rest }: CatalogManifest): string {
  return `${JSON.stringify({ ...rest, written_at: iso(written_at) }, null, 2)}\n`
}

export interface ImageLine {
  readonly entry: CatalogImage
  readonly data: string | null
}

/** @throws SyntaxError when it is no JSON; zod's error */
export function parseImageLine(line: string): ImageLine {
  const { data, members, locations, deactivation, ...fields } = IMAGE.parse(JSON.parse(line))
  const { created_at: createdAtMs, updated_at: updatedAtMs } = fields
  return {
    data,
    entry: {
      image: {
        ...{ id: fields.id, name: fields.name, status: fields.status, visibility: fields.visibility },
        ...{ isProtected: fields.protected, isHidden: fields.os_hidden, owner: fields.owner },
        ...{ diskFormat: fields.disk_format, containerFormat: fields.container_format },
        ...{ minDiskGb: fields.min_disk, minRamMb: fields.min_ram },
        ...{ sizeBytes: fields.size, virtualSizeBytes: fields.virtual_size, checksum: fields.checksum },
        ...{ hashAlgo: fields.os_hash_algo, hashValue: fields.os_hash_value, createdAtMs, updatedAtMs },
        ...{ tags: [...new Set(fields.tags)].sort(), properties: fields.properties },
        locations: locations.map(({ url, store, metadata }) => ({ url, storeId: store, metadata })),
      },
      members: members.map((each) => ({
        ...{ imageId: fields.id, memberId: each.member_id, status: each.status },
        ...{ createdAtMs: each.created_at, updatedAtMs: each.updated_at, endsAtMs: each.ends_at },
      })),
      deactivation: deactivation === null ? null : deactivationFrom(deactivation),
    },
  }
}

function deactivationFrom({ reason, ticket, since, until }: z.output<typeof DEACTIVATION>): Deactivation {
  return { reason, ticket, sinceMs: since, untilMs: until }
}

function deactivationTo({ reason, ticket, sinceMs, untilMs }: Deactivation) {
  return { reason, ticket, since: iso(sinceMs), until: untilMs === null ? null : iso(untilMs) }
}

export function imageToLine({ entry: { image, members, deactivation }, data }: ImageLine): string {
  return JSON.stringify({
    ...{ id: image.id, name: image.name, status: image.status, visibility: image.visibility },
    ...{ protected: image.isProtected, os_hidden: image.isHidden, owner: image.owner },
    ...{ disk_format: image.diskFormat, container_format: image.containerFormat },
    ...{ min_disk: image.minDiskGb, min_ram: image.minRamMb },
    ...{ size: image.sizeBytes, virtual_size: image.virtualSizeBytes, checksum: image.checksum },
    ...{ os_hash_algo: image.hashAlgo, os_hash_value: image.hashValue },
    ...{ created_at: iso(image.createdAtMs), updated_at: iso(image.updatedAtMs) },
    ...{ tags: image.tags, properties: image.properties },
    locations: image.locations.map(({ url, storeId, metadata }) => ({ url, store: storeId, metadata })),
    members: members.map((each) => ({
      ...{ member_id: each.memberId, status: each.status },
      ...{ created_at: iso(each.createdAtMs), updated_at: iso(each.updatedAtMs) },
      ...(each.endsAtMs === null ? {} : { ends_at: iso(each.endsAtMs) }),
    })),
    ...(deactivation === null ? {} : { deactivation: deactivationTo(deactivation) }),
    data,
  })
}

/** With milliseconds: what is read again is exactly the same. */
function iso(ms: number): string {
  return new Date(ms).toISOString()
}
