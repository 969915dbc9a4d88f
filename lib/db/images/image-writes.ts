import type { Insertable, Kysely, Transaction } from 'kysely'
import type { Context } from '#lib/domain/context.ts'
import { conflict, DomainError, notFound } from '#lib/domain/errors.ts'
import { actorOf, type Tell } from '#lib/domain/events.ts'
import type { Image, ImageChange } from '#lib/domain/image.ts'
import { eventsOfChange } from '#lib/domain/image-events.ts'
import { type ProjectLimits, UNLIMITED } from '#lib/domain/limits.ts'
import { growthOf } from '#lib/domain/quota.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { assertTransition } from '#lib/domain/status.ts'
import type { Database } from '../database.ts'
import { type DialectName, isUniqueViolation } from '../dialects.ts'
import { createTransact } from '../events/transact.ts'
import { assertAdmitted } from '../quota/usage.ts'
import type { Schema } from '../schema.ts'
import { writeNote } from './deactivations.ts'
import { renewMemberCopies } from './image-members.ts'
import { readImage, toRow } from './image-rows.ts'
import { writeSearchTexts } from './search-writes.ts'

type ImageWrites = Pick<ImageRecords, 'add' | 'save' | 'remove'>

/**
 * Every transaction here begins with a write to the image's own row. On PostgreSQL that locks the row, so changes of one
 * image come one after the other; on SQLite it takes the write lock at once, which a transaction that has read cannot.
 */
export function createImageWrites(database: Database, clock: () => number): ImageWrites {
  const { dialect } = database
  const transact = createTransact(database)

  return {
    async add(ctx, image, within) {
      try {
        return await transact(async (transaction, tell) => {
          await insertImage(transaction, image)
          await assertFits(transaction, { before: null, after: image }, within)
          const added = await readImage(transaction, dialect, image.id)
          tell(actorOf(ctx), [{ type: 'image.create', image: added }])
          return added
        })
      } catch (error) {
        throw isUniqueViolation(error) ? idInUse(image.id) : error
      }
    },

    save: (ctx, change) =>
      transact((transaction, tell) => saveImage({ transaction, tell, dialect }, ctx, change, clock())),

    async remove(ctx, image) {
      const deletedAtMs = clock()
      await transact(async (transaction, tell) => {
        const formerMembers =
          image.visibility === 'shared' ? await lockedMembersOf(transaction, image.id) : []
        const { numDeletedRows } = await transaction
          .deleteFrom('images')
          .where('id', '=', image.id)
          // Who empties the trash must not meet what was restored meanwhile.
          .$if(image.status === 'pending_delete', (query) => query.where('status', '=', image.status))
          .executeTakeFirst()
        if (numDeletedRows === 0n) throw notFound('image', image.id)
        const tombstone = { id: image.id, owner: image.owner, name: image.name, deleted_at_ms: deletedAtMs }
        await transaction.insertInto('image_tombstones').values(tombstone).execute()
        if (image.status !== 'pending_delete')
          tell(actorOf(ctx), [{ type: 'image.delete', image, formerMembers }])
      })
    },
  }
}

/** The row, its parts, and what it is found by. @throws `conflict`; a unique violation when the id is in use */
export async function insertImage(db: Kysely<Schema>, image: Image): Promise<void> {
  await db.insertInto('images').values(toRow(image)).execute()
  await assertNeverUsed(db, image.id)
  await writeParts(db, { before: { ...image, tags: [], properties: {}, locations: [] }, after: image })
  await writeSearchTexts(db, { before: null, after: image })
}

interface ImageTransaction {
  readonly transaction: Transaction<Schema>
  readonly tell: Tell
  readonly dialect: DialectName
}

/** Saves as the first thing that the transaction writes, for the reason above. @throws as `save` of `ImageRecords` */
export async function saveImage(
  { transaction, tell, dialect }: ImageTransaction,
  ctx: Context,
  change: ImageChange,
  nowMs: number,
): Promise<Image> {
  const { before, after } = change
  if (after.status !== before.status) assertTransition(after.id, before.status, after.status)
  const isChanged =
    Object.keys(changedColumns(change)).length > 0 || hasChangedParts(change) || change.note !== undefined
  // Time never stands still between two versions of an image, whatever the clock says.
  const updatedAtMs = isChanged ? Math.max(nowMs, before.updatedAtMs + 1) : before.updatedAtMs
  await writeRow(transaction, change, isChanged ? { updated_at_ms: updatedAtMs } : {})
  await writeParts(transaction, change)
  await writeNote(transaction, change, nowMs)
  if (isChanged) await renewMemberCopies(transaction, after.id)
  await assertFits(transaction, change, change.within)
  const saved = await readImage(transaction, dialect, after.id)
  await writeSearchTexts(transaction, { before, after: saved })
  const isUnshared =
    before.visibility === 'shared' && (after.visibility !== 'shared' || after.status === 'pending_delete')
  const formerMembers = isUnshared ? await membersOf(transaction, after.id) : []
  tell(actorOf(ctx), eventsOfChange(change, saved, formerMembers))
  return saved
}

/** After the change: its own numbers are counted by then. @throws `over_limit` */
async function assertFits(
  db: Kysely<Schema>,
  { before, after }: { before: Image | null; after: Image },
  limits: ProjectLimits = UNLIMITED,
): Promise<void> {
  await assertAdmitted(db, { projectId: after.owner, limits, growth: growthOf(before, after) })
}

async function membersOf(db: Kysely<Schema>, imageId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('image_members')
    .select('member_id')
    .where('image_id', '=', imageId)
    .execute()
  return rows.map((row) => row.member_id)
}

/** A write first, as every transaction here begins. */
async function lockedMembersOf(db: Kysely<Schema>, imageId: string): Promise<readonly string[]> {
  await db
    .updateTable('images')
    .set((eb) => ({ status: eb.ref('status') }))
    .where('id', '=', imageId)
    .execute()
  return membersOf(db, imageId)
}

export function idInUse(imageId: string) {
  return conflict(`The image id ${imageId} is or was in use; choose another one, or leave it out.`)
}

/** Asked after the insert: a deletion of the same id that was under way is over by then. */
async function assertNeverUsed(db: Kysely<Schema>, imageId: string): Promise<void> {
  const tombstone = await db
    .selectFrom('image_tombstones')
    .select('id')
    .where('id_folded', '=', imageId.toLowerCase())
    .executeTakeFirst()
  if (tombstone !== undefined) throw idInUse(imageId)
}

type ImageColumns = Partial<Insertable<Schema['images']>>

/** What differs in the image's own row. */
function changedColumns({ before, after }: ImageChange): ImageColumns {
  const old: Readonly<Record<string, unknown>> = { ...toRow(before) }
  const isChanged = ([column, value]: [string, unknown]) =>
    value !== old[column] && !KEPT_COLUMNS.includes(column)
  return Object.fromEntries(Object.entries(toRow(after)).filter(isChanged))
}

const KEPT_COLUMNS: readonly string[] = [
  'id',
  'created_at_ms',
  'updated_at_ms',
] satisfies (keyof ImageColumns)[]

/** @throws `conflict` or `not_found` when the image is no longer what the change was made for. */
export async function writeRow(db: Kysely<Schema>, change: ImageChange, extra: ImageColumns): Promise<void> {
  const { id, status, updatedAtMs } = change.before
  const { numUpdatedRows } = await db
    .updateTable('images')
    // The status as it is: without a difference there is still something to write, and the row is locked.
    .set({ status, ...changedColumns(change), ...extra })
    .where('id', '=', id)
    .where('status', '=', status)
    .$if(change.isExact === true, (query) => query.where('updated_at_ms', '=', updatedAtMs))
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  const row = await db.selectFrom('images').select('status').where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('image', id)
  if (row.status === status) {
    throw new DomainError('stale', `Image ${id} has changed since you read it: read it again, then decide.`)
  }
  throw conflict(
    `Image ${id} is ${row.status} by now and no longer ${status}; read it again before you change it.`,
  )
}

interface Parts {
  readonly removedTags: readonly string[]
  readonly addedTags: readonly string[]
  readonly removedProperties: readonly string[]
  readonly writtenProperties: readonly (readonly [name: string, value: string])[]
  readonly hasOtherLocations: boolean
}

function changedParts({ before, after }: ImageChange): Parts {
  return {
    removedTags: before.tags.filter((tag) => !after.tags.includes(tag)),
    addedTags: [...new Set(after.tags)].filter((tag) => !before.tags.includes(tag)),
    removedProperties: Object.keys(before.properties).filter(
      (name) => !Object.hasOwn(after.properties, name),
    ),
    writtenProperties: Object.entries(after.properties).filter(
      ([name, value]) => !Object.hasOwn(before.properties, name) || before.properties[name] !== value,
    ),
    hasOtherLocations: JSON.stringify(before.locations) !== JSON.stringify(after.locations),
  }
}

function hasChangedParts(change: ImageChange): boolean {
  const parts = changedParts(change)
  return (
    parts.hasOtherLocations ||
    [parts.removedTags, parts.addedTags, parts.removedProperties, parts.writtenProperties].some(
      (list) => list.length > 0,
    )
  )
}

export async function writeParts(db: Kysely<Schema>, change: ImageChange): Promise<void> {
  const parts = changedParts(change)
  await writeTags(db, change.after.id, parts)
  await writeProperties(db, change.after.id, parts)
  if (parts.hasOtherLocations) await writeLocations(db, change.after)
}

/** Rows that come are removed first as well: somebody else may have added the same meanwhile, and the last one wins. */
async function writeTags(
  db: Kysely<Schema>,
  imageId: string,
  { removedTags, addedTags }: Parts,
): Promise<void> {
  const touched = [...removedTags, ...addedTags]
  if (touched.length === 0) return
  await db.deleteFrom('image_tags').where('image_id', '=', imageId).where('tag', 'in', touched).execute()
  if (addedTags.length === 0) return
  await db
    .insertInto('image_tags')
    .values(addedTags.map((tag) => ({ image_id: imageId, tag })))
    .execute()
}

async function writeProperties(db: Kysely<Schema>, imageId: string, parts: Parts): Promise<void> {
  const { removedProperties, writtenProperties } = parts
  const touched = [...removedProperties, ...writtenProperties.map(([name]) => name)]
  if (touched.length === 0) return
  await db
    .deleteFrom('image_properties')
    .where('image_id', '=', imageId)
    .where('name', 'in', touched)
    .execute()
  if (writtenProperties.length === 0) return
  const rows = writtenProperties.map(([name, value]) => ({ image_id: imageId, name, value }))
  await db.insertInto('image_properties').values(rows).execute()
}

async function writeLocations(db: Kysely<Schema>, image: Image): Promise<void> {
  await db.deleteFrom('image_locations').where('image_id', '=', image.id).execute()
  if (image.locations.length === 0) return
  const rows = image.locations.map(({ url, storeId, metadata }, position) => ({
    image_id: image.id,
    position,
    url,
    store_id: storeId,
    metadata: JSON.stringify(metadata),
  }))
  await db.insertInto('image_locations').values(rows).execute()
}
