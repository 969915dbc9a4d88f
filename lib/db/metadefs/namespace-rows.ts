import type { Insertable, Kysely } from 'kysely'
import type {
  MetadefNamespace,
  NamespaceTree,
  ResourceTypeAssociation,
} from '#lib/domain/metadefs/namespace.ts'
import type { Schema } from '../schema.ts'
import type { MetadefAssociationTable, MetadefNamespaceTable } from '../tables/metadefs.ts'

type Content = Pick<NamespaceTree, 'properties' | 'objects' | 'tags'> &
  Partial<Pick<NamespaceTree, 'translations'>>
type AttributesRow = Omit<MetadefNamespaceTable, 'content'>

export const ATTRIBUTE_COLUMNS = [
  'name',
  'display_name',
  'description',
  'visibility',
  'is_protected',
  'owner',
  'created_at_ms',
  'updated_at_ms',
] as const satisfies readonly (keyof AttributesRow)[]

export function toRow(tree: NamespaceTree): Insertable<MetadefNamespaceTable> {
  const { properties, objects, tags, translations } = tree
  return {
    name: tree.name,
    display_name: tree.displayName,
    description: tree.description,
    visibility: tree.visibility,
    is_protected: tree.isProtected ? 1 : 0,
    owner: tree.owner,
    created_at_ms: tree.createdAtMs,
    updated_at_ms: tree.updatedAtMs,
    content: JSON.stringify({ properties, objects, tags, translations } satisfies Content),
  }
}

export function namespaceFromRow(
  row: AttributesRow,
  associations: readonly ResourceTypeAssociation[],
): MetadefNamespace {
  return {
    name: row.name,
    displayName: row.display_name,
    description: row.description,
    visibility: row.visibility,
    isProtected: row.is_protected === 1,
    owner: row.owner,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    associations,
  }
}

export function treeFromRow(
  row: MetadefNamespaceTable,
  associations: readonly ResourceTypeAssociation[],
): NamespaceTree {
  // Rows that were written before there were translations have none.
  return { translations: {}, ...namespaceFromRow(row, associations), ...(JSON.parse(row.content) as Content) }
}

/** The associations of these namespaces, by namespace; one that has none is absent. */
export async function associationsOf(
  db: Kysely<Schema>,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly ResourceTypeAssociation[]>> {
  if (names.length === 0) return new Map()
  const rows = await db
    .selectFrom('metadef_associations')
    .selectAll()
    .where('namespace', 'in', names)
    .orderBy('position')
    .execute()
  const byNamespace = new Map<string, ResourceTypeAssociation[]>()
  for (const row of rows) {
    byNamespace.set(row.namespace, [...(byNamespace.get(row.namespace) ?? []), associationFromRow(row)])
  }
  return byNamespace
}

function associationFromRow(row: MetadefAssociationTable): ResourceTypeAssociation {
  return {
    name: row.resource_type,
    prefix: row.prefix,
    propertiesTarget: row.properties_target,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  }
}

/** Writes a namespace's associations, which it must not have yet, and makes their types known. */
export async function insertAssociations(db: Kysely<Schema>, tree: MetadefNamespace): Promise<void> {
  if (tree.associations.length === 0) return
  const times = ({ createdAtMs, updatedAtMs }: ResourceTypeAssociation) => ({
    created_at_ms: createdAtMs,
    updated_at_ms: updatedAtMs,
  })
  await db
    .insertInto('metadef_resource_types')
    .values(tree.associations.map((each) => ({ name: each.name, ...times(each) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('metadef_associations')
    .values(
      tree.associations.map((each, position) => ({
        namespace: tree.name,
        resource_type: each.name,
        prefix: each.prefix,
        properties_target: each.propertiesTarget,
        position,
        ...times(each),
      })),
    )
    .execute()
}

export async function deleteAssociations(db: Kysely<Schema>, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await db.deleteFrom('metadef_associations').where('namespace', 'in', names).execute()
}
