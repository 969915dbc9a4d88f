import type { Kysely } from 'kysely'
import type { NamespaceVersion } from '#lib/domain/metadefs/metadef-records.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import type { Schema } from '../schema.ts'

/** Older ones are forgotten. */
const MOST_KEPT = 50

interface Recorded {
  readonly before: NamespaceTree | null
  readonly after: NamespaceTree
  readonly userName: string | null
}

/** Within the transaction of the change. Versions follow their namespace when it gets another name. */
export async function recordVersion(
  db: Kysely<Schema>,
  { before, after, userName }: Recorded,
): Promise<void> {
  if (before !== null && before.name !== after.name) {
    await db.deleteFrom('metadef_versions').where('namespace', '=', after.name).execute()
    await db
      .updateTable('metadef_versions')
      .set({ namespace: after.name })
      .where('namespace', '=', before.name)
      .execute()
  }
  const { newest } = await db
    .selectFrom('metadef_versions')
    .select((eb) => eb.fn.max('number').as('newest'))
    .where('namespace', '=', after.name)
    .executeTakeFirstOrThrow()
  let number = Number(newest ?? 0)
  // What was there before versions were kept can be restored, too.
  const first = number === 0 && before !== null ? [versionRow(before, 1, null, before.updatedAtMs)] : []
  number += first.length + 1
  await db
    .insertInto('metadef_versions')
    .values([
      ...first.map((row) => ({ ...row, namespace: after.name })),
      versionRow(after, number, userName, Date.now()),
    ])
    .execute()
  await db
    .deleteFrom('metadef_versions')
    .where('namespace', '=', after.name)
    .where('number', '<=', number - MOST_KEPT)
    .execute()
}

function versionRow(tree: NamespaceTree, number: number, userName: string | null, atMs: number) {
  return { namespace: tree.name, number, at_ms: atMs, user_name: userName, content: JSON.stringify(tree) }
}

/** In place of those that are there. */
export async function writeVersions(
  db: Kysely<Schema>,
  namespace: string,
  versions: readonly NamespaceVersion[],
): Promise<void> {
  await db.deleteFrom('metadef_versions').where('namespace', '=', namespace).execute()
  for (const { number, atMs, userName, tree } of versions.slice(0, MOST_KEPT)) {
    const row = versionRow(tree, number, userName, atMs)
    await db
      .insertInto('metadef_versions')
      .values({ ...row, namespace })
      .execute()
  }
}

export async function readVersions(db: Kysely<Schema>, name: string): Promise<readonly NamespaceVersion[]> {
  const rows = await db
    .selectFrom('metadef_versions')
    .selectAll()
    .where('namespace', '=', name)
    .orderBy('number', 'desc')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    atMs: Number(row.at_ms),
    userName: row.user_name,
    tree: { translations: {}, ...JSON.parse(row.content) } as NamespaceTree,
  }))
}
