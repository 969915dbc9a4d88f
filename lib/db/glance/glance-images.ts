import type { Kysely } from 'kysely'
import type { GlanceImageRow, GlanceLocationRow, GlanceMemberRow, GlanceTables } from './glance-tables.ts'

/** An image as Glance has it. */
export interface GlanceImage {
  readonly row: GlanceImageRow
  readonly properties: readonly { readonly name: string; readonly value: string | null }[]
  readonly tags: readonly string[]
  readonly members: readonly Pick<GlanceMemberRow, 'member' | 'status' | 'created_at' | 'updated_at'>[]
  /** In the order in which Glance reads them. */
  readonly locations: readonly Pick<GlanceLocationRow, 'value' | 'meta_data' | 'status'>[]
}

interface Paging {
  readonly after: string | null
  readonly limit: number
  /** False, as this database spells it. */
  readonly no: number | boolean
}

const IMAGE_COLUMNS = [
  ...(['id', 'name', 'disk_format', 'container_format', 'size', 'virtual_size', 'status'] as const),
  ...(['visibility', 'checksum', 'os_hash_algo', 'os_hash_value', 'min_disk', 'min_ram', 'owner'] as const),
  ...(['protected', 'os_hidden', 'deleted', 'created_at', 'updated_at'] as const),
] as const

/** Images that are not deleted, in the order of ids. */
export async function imagesAfter(
  db: Kysely<GlanceTables>,
  { after, limit, no }: Paging,
): Promise<readonly GlanceImage[]> {
  const rows = await db
    .selectFrom('images')
    .select(IMAGE_COLUMNS)
    .where('deleted', '=', no)
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
  if (rows.length === 0) return []
  const partsOf = await readParts(
    db,
    rows.map(({ id }) => id),
    no,
  )
  return rows.map((row) => ({ row, ...partsOf(row.id) }))
}

async function readParts(db: Kysely<GlanceTables>, ids: readonly string[], no: number | boolean) {
  const [properties, tags, members, locations] = await Promise.all([
    db
      .selectFrom('image_properties')
      .select(['image_id', 'name', 'value'])
      .where('image_id', 'in', ids)
      .where('deleted', '=', no)
      .execute(),
    db
      .selectFrom('image_tags')
      .select(['image_id', 'value'])
      .where('image_id', 'in', ids)
      .where('deleted', '=', no)
      .execute(),
    db
      .selectFrom('image_members')
      .select(['image_id', 'member', 'status', 'created_at', 'updated_at'])
      .where('image_id', 'in', ids)
      .where('deleted', '=', no)
      .execute(),
    db
      .selectFrom('image_locations')
      .select(['image_id', 'value', 'meta_data', 'status'])
      .where('image_id', 'in', ids)
      .where('deleted', '=', no)
      .orderBy('id')
      .execute(),
  ])
  const byImage = {
    properties: Map.groupBy(properties, (row) => row.image_id),
    tags: Map.groupBy(tags, (row) => row.image_id),
    members: Map.groupBy(members, (row) => row.image_id),
    locations: Map.groupBy(locations, (row) => row.image_id),
  }
  return (id: string) => ({
    properties: byImage.properties.get(id) ?? [],
    tags: (byImage.tags.get(id) ?? []).map(({ value }) => value),
    members: byImage.members.get(id) ?? [],
    locations: byImage.locations.get(id) ?? [],
  })
}
