import { randomUUID } from 'node:crypto'
import { type Database, openDatabase } from '#lib/db/database.ts'
import { searchTexts } from '#lib/db/images/search-grams.ts'
import { insertSearchTexts } from '#lib/db/search-dialects.ts'

const ROWS_AT_ONCE = 500
/** Of every hundred images: the project's own, public ones of others, private ones of others. */
const OWN_SHARE = 60
const PUBLIC_SHARE = 75

/**
 * Fills the table up to `total` images, of the project and of others, a second apart. The server must not run.
 * @returns the ids of the project's own images.
 */
export async function seedImages(databaseUrl: string, projectId: string, total: number): Promise<string[]> {
  const database = openDatabase(databaseUrl)
  try {
    const { count } = await database.kysely
      .selectFrom('images')
      .select((query) => query.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    const own: string[] = []
    for (let made = Number(count); made < total; made += ROWS_AT_ONCE) {
      own.push(...(await insertBatch(database, projectId, made, Math.min(ROWS_AT_ONCE, total - made))))
    }
    return own
  } finally {
    await database.close()
  }
}

async function insertBatch(
  database: Database,
  projectId: string,
  from: number,
  length: number,
): Promise<string[]> {
  const rows = Array.from({ length }, (_, i) => imageRow(projectId, from + i))
  await database.kysely.transaction().execute(async (trx) => {
    await trx.insertInto('images').values(rows).execute()
    await trx
      .insertInto('image_properties')
      .values(rows.map((row) => ({ image_id: row.id, name: 'os_distro', value: 'debian' })))
      .execute()
    await trx
      .insertInto('image_tags')
      .values(rows.map((row) => ({ image_id: row.id, tag: 'bench' })))
      .execute()
    await insertSearchTexts(trx, rows.flatMap(textsOf))
  })
  return rows.filter((row) => row.owner === projectId).map((row) => row.id)
}

function textsOf({ id, name }: { readonly id: string; readonly name: string }) {
  const texts = searchTexts({ id, name, tags: ['bench'], properties: { os_distro: 'debian' } })
  return texts.map((text) => ({ ...text, imageId: id }))
}

function imageRow(projectId: string, index: number) {
  const place = index % 100
  const atMs = Date.UTC(2026, 0, 1) + index * 1000
  return {
    id: randomUUID(),
    name: `image-${index}`,
    name_folded: `image-${index}`,
    status: 'active' as const,
    visibility:
      place < OWN_SHARE
        ? ('shared' as const)
        : place < PUBLIC_SHARE
          ? ('public' as const)
          : ('private' as const),
    is_protected: 0,
    is_hidden: 0,
    owner: place < OWN_SHARE ? projectId : 'somebody-else',
    disk_format: 'qcow2',
    container_format: 'bare',
    min_disk_gb: 1,
    min_ram_mb: 512,
    size_bytes: 1_000_000 + index,
    virtual_size_bytes: 10_000_000,
    checksum: 'd41d8cd98f00b204e9800998ecf8427e',
    hash_algo: 'sha512',
    hash_value: 'a'.repeat(128),
    created_at_ms: atMs,
    updated_at_ms: atMs,
  }
}
