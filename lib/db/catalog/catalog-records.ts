import { type Kysely, sql } from 'kysely'
import type { CatalogImage, CatalogRecords, Standing } from '#lib/domain/catalog.ts'
import { DomainError, notFound } from '#lib/domain/errors.ts'
import { actorOf } from '#lib/domain/events.ts'
import { eventsOfChange } from '#lib/domain/image-events.ts'
import type { Database } from '../database.ts'
import { isUniqueViolation } from '../dialects.ts'
import { createTransact } from '../events/transact.ts'
import { readDeactivations } from '../images/deactivations.ts'
import { fromMemberRow, insertMember, MEMBER_COLUMNS, renewMemberCopies } from '../images/image-members.ts'
import { fromRow, type ImageRow, wholeImage } from '../images/image-rows.ts'
import { idInUse, insertImage, writeParts, writeRow } from '../images/image-writes.ts'
import { writeSearchTexts } from '../images/search-writes.ts'
import type { Schema } from '../schema.ts'
import { noteAdoption, readAdoptions } from './adoption-rows.ts'
import { createCatalogNamespaces } from './catalog-namespaces.ts'
import { fingerprintOf } from './fingerprint.ts'

/** Rows of whole catalogs. What an image is and that it was taken are written in one transaction. */
export function createCatalogRecords(database: Database, clock: () => number = Date.now): CatalogRecords {
  const { kysely } = database
  return {
    fingerprint: fingerprintOf,
    page: (after, limit) => readPage(database, after, limit),
    standings: (imageIds) => readStandings(database, imageIds),
    ...createTaking(database, clock),
    ...createCatalogNamespaces(database, clock),
    async takenIds(after, limit) {
      const rows = await kysely
        .selectFrom('adoptions')
        .innerJoin('images', 'images.id', 'adoptions.id')
        .select('adoptions.id')
        .where('kind', '=', 'image')
        .$if(after !== null, (query) => query.where('adoptions.id', '>', after ?? ''))
        .orderBy('adoptions.id')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
  }
}

function createTaking(database: Database, clock: () => number): Pick<CatalogRecords, 'take' | 'update'> {
  const transact = createTransact(database)
  return {
    async take(ctx, entry, source) {
      try {
        await transact(async (transaction, tell) => {
          await insertImage(transaction, entry.image)
          for (const member of entry.members) await insertMember(transaction, database.dialect, member)
          await writeDeactivation(transaction, entry)
          const written = await readOne(transaction, database, entry.image.id)
          await noteAdoption(transaction, adoptionOf(source, written, clock()))
          tell(actorOf(ctx), [{ type: 'image.create', image: written.image }])
        })
      } catch (error) {
        throw isUniqueViolation(error) ? idInUse(entry.image.id) : error
      }
    },

    async update(ctx, id, { source, here, make }) {
      await transact(async (transaction, tell) => {
        await lockImage(transaction, id)
        const before = await readOne(transaction, database, id)
        if (fingerprintOf(before) !== here) {
          throw new DomainError('stale', `Image ${id} was changed a moment ago: run this again.`)
        }
        const entry = make(before)
        const change = { before: before.image, after: { ...entry.image, id } }
        // Time never stands still between two versions of an image.
        const updatedAtMs = Math.max(entry.image.updatedAtMs, before.image.updatedAtMs + 1)
        const times = { created_at_ms: entry.image.createdAtMs, updated_at_ms: updatedAtMs }
        await writeRow(transaction, change, times)
        await writeParts(transaction, change)
        await transaction.deleteFrom('image_members').where('image_id', '=', id).execute()
        for (const member of entry.members) await insertMember(transaction, database.dialect, member)
        await renewMemberCopies(transaction, id)
        await writeDeactivation(transaction, entry)
        const written = await readOne(transaction, database, id)
        await writeSearchTexts(transaction, { before: before.image, after: written.image })
        await noteAdoption(transaction, adoptionOf(source, written, clock()))
        const formerMembers = before.members.map(({ memberId }) => memberId)
        tell(actorOf(ctx), eventsOfChange(change, written.image, formerMembers))
      })
    },
  }
}

function adoptionOf(source: string, written: CatalogImage, nowMs: number) {
  return {
    ...{ kind: 'image' as const, id: written.image.id, taken_at_ms: nowMs },
    ...{ source_hash: source, written_hash: fingerprintOf(written) },
  }
}

/** A write first, as every transaction begins that changes an image. */
async function lockImage(db: Kysely<Schema>, imageId: string): Promise<void> {
  await db
    .updateTable('images')
    .set((eb) => ({ status: eb.ref('status') }))
    .where('id', '=', imageId)
    .execute()
}

async function readOne(
  db: Kysely<Schema>,
  { dialect }: Pick<Database, 'dialect'>,
  id: string,
): Promise<CatalogImage> {
  const { rows } = await sql<ImageRow>`select ${wholeImage(dialect)} from images where id = ${id}`.execute(db)
  const [entry] = await withAllElse(db, rows)
  if (entry === undefined) throw notFound('image', id)
  return entry
}

async function readPage(
  { kysely, dialect }: Database,
  after: string | null,
  limit: number,
): Promise<readonly CatalogImage[]> {
  const { rows } = await sql<ImageRow>`select ${wholeImage(dialect)} from images
    where ${after === null ? sql`1 = 1` : sql`id > ${after}`} order by id limit ${limit}`.execute(kysely)
  return withAllElse(kysely, rows)
}

async function withAllElse(db: Kysely<Schema>, rows: readonly ImageRow[]): Promise<readonly CatalogImage[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const [members, deactivations] = await Promise.all([
    db
      .selectFrom('image_members')
      .select(MEMBER_COLUMNS)
      .where('image_id', 'in', ids)
      .orderBy('image_id')
      .orderBy('member_id')
      .execute(),
    readDeactivations(db, ids),
  ])
  const byImage = Map.groupBy(members, (row) => row.image_id)
  return rows.map((row) => ({
    image: fromRow(row),
    members: (byImage.get(row.id) ?? []).map(fromMemberRow),
    deactivation: deactivations.get(row.id) ?? null,
  }))
}

/** As it is, in place of what stands there. */
async function writeDeactivation(db: Kysely<Schema>, { image, deactivation }: CatalogImage): Promise<void> {
  await db.deleteFrom('deactivations').where('image_id', '=', image.id).execute()
  if (deactivation === null || image.status !== 'deactivated') return
  const { reason, ticket, sinceMs, untilMs } = deactivation
  await db
    .insertInto('deactivations')
    .values({ image_id: image.id, reason, ticket, since_ms: sinceMs, until_ms: untilMs })
    .execute()
}

async function readStandings(
  { kysely, dialect }: Database,
  imageIds: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  if (imageIds.length === 0) return new Map()
  const folded = imageIds.map((id) => id.toLowerCase())
  const [{ rows }, tombstones, taken] = await Promise.all([
    sql<ImageRow>`select ${wholeImage(dialect)} from images where id in (${sql.join(imageIds)})`.execute(
      kysely,
    ),
    kysely.selectFrom('image_tombstones').select('id_folded').where('id_folded', 'in', folded).execute(),
    readAdoptions(kysely, 'image', imageIds),
  ])
  const entries = await withAllElse(kysely, rows)
  const here = new Map(entries.map((entry) => [entry.image.id, fingerprintOf(entry)]))
  const gone = new Set(tombstones.map((row) => row.id_folded))
  const standingOf = (id: string): Standing => ({
    here: here.get(id) ?? null,
    isDeleted: gone.has(id.toLowerCase()),
    taken: taken.get(id) ?? null,
  })
  return new Map(imageIds.map((id) => [id, standingOf(id)]))
}
