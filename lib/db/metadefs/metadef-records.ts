import type { Kysely } from 'kysely'
import { type Context, isAdmin } from '#lib/domain/context.ts'
import { conflict, notFound } from '#lib/domain/errors.ts'
import { actorOf } from '#lib/domain/events.ts'
import type { LoadDecision, MetadefRecords } from '#lib/domain/metadefs/metadef-records.ts'
import type { MetadefNamespace, NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { eventsOfNewTree, eventsOfRemovedTree, eventsOfTreeChange } from '#lib/domain/metadefs/tree-events.ts'
import type { Database } from '../database.ts'
import { isUniqueViolation } from '../dialects.ts'
import { createTransact } from '../events/transact.ts'
import type { Schema } from '../schema.ts'
import { listNamespaces } from './namespace-list.ts'
import {
  associationsOf,
  deleteAssociations,
  insertAssociations,
  toRow,
  treeFromRow,
} from './namespace-rows.ts'
import { readVersions, recordVersion } from './versions.ts'

/**
 * The definitions of one database. Each transaction begins with a write: on PostgreSQL that locks the namespace, on
 * SQLite it takes the write lock, so that changes of one namespace come one after the other.
 */
export function createMetadefRecords(database: Database): MetadefRecords {
  const { kysely } = database
  const transact = createTransact(database)
  return {
    list: (ctx, query) => listNamespaces(kysely, ctx, query),

    async get(ctx, name) {
      return assertVisible(ctx, name, await readNamespace(kysely, name))
    },

    async add(ctx, tree) {
      await refusingTakenNames(tree.name, () =>
        transact(async (transaction, tell) => {
          await insertTree(transaction, tree)
          await recordVersion(transaction, { before: null, after: tree, userName: ctx.userName })
          tell(actorOf(ctx), eventsOfNewTree(tree))
        }),
      )
      return tree
    },

    change(ctx, name, change) {
      let wanted = name
      return refusingTakenNames(
        () => wanted,
        () =>
          transact(async (transaction, tell) => {
            await lock(transaction, name)
            const before = assertVisible(ctx, name, await readNamespace(transaction, name))
            const after = change(before)
            wanted = after.name
            await writeTree(transaction, name, after)
            await recordVersion(transaction, { before, after, userName: ctx.userName })
            tell(actorOf(ctx), eventsOfTreeChange(before, after))
            return after
          }),
      )
    },

    async remove(ctx, name, check) {
      await transact(async (transaction, tell) => {
        await lock(transaction, name)
        const tree = assertVisible(ctx, name, await readNamespace(transaction, name))
        check(tree)
        await deleteTrees(transaction, [name])
        tell(actorOf(ctx), eventsOfRemovedTree(tree))
      })
    },

    versions: (name) => readVersions(kysely, name),

    async resourceTypes() {
      const rows = await kysely.selectFrom('metadef_resource_types').selectAll().orderBy('name').execute()
      return rows.map((row) => ({
        name: row.name,
        createdAtMs: row.created_at_ms,
        updatedAtMs: row.updated_at_ms,
      }))
    },

    ...createBulk(kysely),
  }
}

/** What works on whole folders, for the site and not for a caller. */
function createBulk(kysely: Kysely<Schema>): Pick<MetadefRecords, 'load' | 'unload' | 'all' | 'isEmpty'> {
  return {
    load: (trees, decide) =>
      refusingTakenNames('of a folder', () =>
        kysely.transaction().execute(async (transaction) => {
          let written = 0
          for (const incoming of trees) {
            if (await loadNamespace(transaction, incoming, decide)) written += 1
          }
          return { written, unchanged: trees.length - written }
        }),
      ),

    unload: (names) =>
      kysely.transaction().execute(async (transaction) => {
        const doomed = names ?? (await allNames(transaction))
        return deleteTrees(transaction, doomed)
      }),

    async all() {
      const rows = await kysely.selectFrom('metadef_namespaces').selectAll().orderBy('name').execute()
      const associations = await associationsOf(
        kysely,
        rows.map((row) => row.name),
      )
      return rows.map((row) => treeFromRow(row, associations.get(row.name) ?? []))
    },

    async isEmpty() {
      const row = await kysely.selectFrom('metadef_namespaces').select('name').limit(1).executeTakeFirst()
      return row === undefined
    },
  }
}

/** In a transaction of the caller's: reads, decides and writes while nobody else can. @returns whether it wrote */
export async function loadNamespace(
  db: Kysely<Schema>,
  incoming: NamespaceTree,
  decide: LoadDecision,
): Promise<boolean> {
  await lock(db, incoming.name)
  const before = await readNamespace(db, incoming.name)
  const tree = decide(before, incoming)
  if (tree === null) return false
  await deleteTrees(db, [incoming.name])
  await insertTree(db, tree)
  await recordVersion(db, { before, after: tree, userName: null })
  return true
}

async function allNames(db: Kysely<Schema>): Promise<string[]> {
  const rows = await db.selectFrom('metadef_namespaces').select('name').execute()
  return rows.map((row) => row.name)
}

/** Nobody else changes the namespace until the transaction is over. Nothing happens when there is none. */
async function lock(db: Kysely<Schema>, name: string): Promise<void> {
  await db
    .updateTable('metadef_namespaces')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('name', '=', name)
    .execute()
}

export async function readNamespace(db: Kysely<Schema>, name: string): Promise<NamespaceTree | null> {
  const row = await db
    .selectFrom('metadef_namespaces')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst()
  if (row === undefined) return null
  const associations = await associationsOf(db, [name])
  return treeFromRow(row, associations.get(name) ?? [])
}

async function insertTree(db: Kysely<Schema>, tree: NamespaceTree): Promise<void> {
  await db.insertInto('metadef_namespaces').values(toRow(tree)).execute()
  await insertAssociations(db, tree)
}

async function writeTree(db: Kysely<Schema>, name: string, after: NamespaceTree): Promise<void> {
  await db.updateTable('metadef_namespaces').set(toRow(after)).where('name', '=', name).execute()
  await deleteAssociations(db, [name])
  await insertAssociations(db, after)
}

async function deleteTrees(db: Kysely<Schema>, names: readonly string[]): Promise<number> {
  if (names.length === 0) return 0
  const { numDeletedRows } = await db
    .deleteFrom('metadef_namespaces')
    .where('name', 'in', names)
    .executeTakeFirst()
  await deleteAssociations(db, names)
  return Number(numDeletedRows)
}

/** @throws `not_found`, for one that the caller may not see as for one that is not there */
function assertVisible<T extends MetadefNamespace>(ctx: Context, name: string, tree: T | null): T {
  const isVisible =
    tree !== null &&
    (isAdmin(ctx) || tree.visibility === 'public' || (tree.owner !== null && tree.owner === ctx.projectId))
  if (!isVisible) throw notFound('namespace', name)
  return tree
}

async function refusingTakenNames<T>(name: string | (() => string), work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw conflict(`The namespace ${typeof name === 'string' ? name : name()} exists already.`)
  }
}
