import type { Transaction } from 'kysely'
import { conflict } from '#lib/domain/errors.ts'
import { IMPORT_LOCK, type StoredCopy } from '#lib/domain/import-records.ts'
import { writePropertyTexts } from '../images/search-writes.ts'
import type { Schema } from '../schema.ts'

/** A lock whose task has ended or is gone holds nothing. */
export async function assertUnlocked(
  trx: Transaction<Schema>,
  imageId: string,
  ownTaskId?: string,
): Promise<void> {
  const holder = await trx
    .selectFrom('image_properties')
    .innerJoin('tasks', 'tasks.id', 'image_properties.value')
    .select('tasks.id')
    .where('image_properties.image_id', '=', imageId)
    .where('image_properties.name', '=', IMPORT_LOCK)
    .where('tasks.status', 'in', ['pending', 'processing'])
    .executeTakeFirst()
  if (holder === undefined || holder.id === ownTaskId) return
  throw conflict(`Task ${holder.id} is working on image ${imageId}; wait until it has ended, or cancel it.`)
}

export async function addLocations(
  trx: Transaction<Schema>,
  imageId: string,
  copies: readonly StoredCopy[],
): Promise<void> {
  const known = await trx
    .selectFrom('image_locations')
    .select(['position', 'url'])
    .where('image_id', '=', imageId)
    .execute()
  const urls = new Set(known.map(({ url }) => url))
  const next = Math.max(-1, ...known.map(({ position }) => position)) + 1
  const rows = copies
    .filter(({ url }) => !urls.has(url))
    .map(({ url, storeId }, index) => ({
      ...{ image_id: imageId, position: next + index, url, store_id: storeId, metadata: '{}' },
    }))
  if (rows.length > 0) await trx.insertInto('image_locations').values(rows).execute()
}

export async function setProperties(
  trx: Transaction<Schema>,
  imageId: string,
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  const rows = Object.entries(properties).map(([name, value]) => ({ image_id: imageId, name, value }))
  await dropProperties(
    trx,
    imageId,
    rows.map(({ name }) => name),
  )
  await trx.insertInto('image_properties').values(rows).execute()
  await writePropertyTexts(trx, imageId, properties)
}

export async function dropProperties(trx: Transaction<Schema>, imageId: string, names: readonly string[]) {
  await trx
    .deleteFrom('image_properties')
    .where('image_id', '=', imageId)
    .where('name', 'in', names)
    .execute()
}
