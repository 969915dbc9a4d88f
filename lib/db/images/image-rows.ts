import { type Insertable, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import { notFound } from '#lib/domain/errors.ts'
import type { Image, ImageLocation } from '#lib/domain/image.ts'
import { type DialectName, fromJson, jsonArray, jsonArrayOfRows, jsonObjectOfRows } from '../dialects.ts'
import type { Schema } from '../schema.ts'
import type { ImageTable } from '../tables/images.ts'
import { foldText } from './search-grams.ts'

const IMAGE_COLUMNS = [
  'id',
  'name',
  'status',
  'visibility',
  'is_protected',
  'is_hidden',
  'owner',
  'disk_format',
  'container_format',
  'min_disk_gb',
  'min_ram_mb',
  'size_bytes',
  'virtual_size_bytes',
  'checksum',
  'hash_algo',
  'hash_value',
  'created_at_ms',
  'updated_at_ms',
] as const satisfies readonly (keyof ImageTable)[]

/** An image's row with its tags, properties and locations: what `select ${wholeImage(dialect)} from images` gives. */
export type ImageRow = Pick<Selectable<ImageTable>, (typeof IMAGE_COLUMNS)[number]> & {
  readonly tags: unknown
  readonly properties: unknown
  readonly locations: unknown
}

/**
 * The columns of all that an image consists of, for one statement: tags, properties and locations come as JSON of
 * their own subqueries, which costs less than further questions.
 */
export function wholeImage(dialect: DialectName): RawBuilder<unknown> {
  const own = sql.join(IMAGE_COLUMNS.map((column) => sql.ref(`images.${column}`)))
  const location = jsonArray(
    dialect,
    ['position', 'url', 'store_id', 'metadata'].map((column) => sql.ref(column)),
  )
  return sql`${own},
    (select ${jsonArrayOfRows(dialect, sql.ref('tag'))} from image_tags where image_id = images.id) as tags,
    (select ${jsonObjectOfRows(dialect, sql.ref('name'), sql.ref('value'))} from image_properties
      where image_id = images.id) as properties,
    (select ${jsonArrayOfRows(dialect, location)} from image_locations where image_id = images.id) as locations`
}

export function fromRow(row: ImageRow): Image {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    visibility: row.visibility,
    isProtected: row.is_protected === 1,
    isHidden: row.is_hidden === 1,
    owner: row.owner,
    diskFormat: row.disk_format,
    containerFormat: row.container_format,
    minDiskGb: row.min_disk_gb,
    minRamMb: row.min_ram_mb,
    sizeBytes: row.size_bytes,
    virtualSizeBytes: row.virtual_size_bytes,
    checksum: row.checksum,
    hashAlgo: row.hash_algo,
    hashValue: row.hash_value,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    tags: (fromJson<string[]>(row.tags) ?? []).sort(),
    properties: fromJson<Record<string, string>>(row.properties) ?? {},
    locations: locationsOf(row.locations),
  }
}

type LocationJson = [position: number, url: string, storeId: string, metadata: string]

function locationsOf(json: unknown): ImageLocation[] {
  const locations = fromJson<LocationJson[]>(json) ?? []
  return locations
    .sort(([one], [other]) => one - other)
    .map(([, url, storeId, metadata]) => ({
      url,
      storeId,
      metadata: JSON.parse(metadata) as Record<string, string>,
    }))
}

/** The image's own row, without what it has several of. */
export function toRow(image: Image): Insertable<ImageTable> {
  return {
    id: image.id,
    name: image.name,
    name_folded: foldText(image.name ?? ''),
    status: image.status,
    visibility: image.visibility,
    is_protected: image.isProtected ? 1 : 0,
    is_hidden: image.isHidden ? 1 : 0,
    owner: image.owner,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    min_disk_gb: image.minDiskGb,
    min_ram_mb: image.minRamMb,
    size_bytes: image.sizeBytes,
    virtual_size_bytes: image.virtualSizeBytes,
    checksum: image.checksum,
    hash_algo: image.hashAlgo,
    hash_value: image.hashValue,
    created_at_ms: image.createdAtMs,
    updated_at_ms: image.updatedAtMs,
  }
}

/** Whoever may see it. @throws `not_found` */
export async function readImage(db: Kysely<Schema>, dialect: DialectName, imageId: string): Promise<Image> {
  const { rows } =
    await sql<ImageRow>`select ${wholeImage(dialect)} from images where id = ${imageId}`.execute(db)
  if (rows[0] === undefined) throw notFound('image', imageId)
  return fromRow(rows[0])
}
