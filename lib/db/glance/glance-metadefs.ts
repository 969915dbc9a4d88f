import type { Kysely } from 'kysely'
import type {
  GlanceAssociationRow,
  GlanceDefinitionRow,
  GlanceNamespaceRow,
  GlanceObjectRow,
  GlanceTables,
} from './glance-tables.ts'

type Times = Pick<GlanceNamespaceRow, 'created_at' | 'updated_at'>

/** A namespace as Glance has it. */
export interface GlanceNamespace {
  readonly row: GlanceNamespaceRow
  readonly properties: readonly GlanceDefinitionRow[]
  readonly objects: readonly GlanceObjectRow[]
  readonly tags: readonly (Times & { readonly name: string })[]
  readonly associations: readonly (Times &
    Pick<GlanceAssociationRow, 'prefix' | 'properties_target'> & { readonly name: string })[]
}

/** Namespaces in the order of their numbers. */
export async function namespacesAfter(
  db: Kysely<GlanceTables>,
  after: number | null,
  limit: number,
): Promise<readonly GlanceNamespace[]> {
  const rows = await db
    .selectFrom('metadef_namespaces')
    .selectAll()
    .where('id', '>', after ?? 0)
    .orderBy('id')
    .limit(limit)
    .execute()
  if (rows.length === 0) return []
  const partsOf = await readParts(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ row, ...partsOf(row.id) }))
}

async function readParts(db: Kysely<GlanceTables>, ids: readonly number[]) {
  const inNamespaces = ['namespace_id', 'in', ids] as const
  const [properties, objects, tags, associations] = await Promise.all([
    db
      .selectFrom('metadef_properties')
      .selectAll()
      .where(...inNamespaces)
      .orderBy('id')
      .execute(),
    db
      .selectFrom('metadef_objects')
      .selectAll()
      .where(...inNamespaces)
      .orderBy('id')
      .execute(),
    db
      .selectFrom('metadef_tags')
      .selectAll()
      .where(...inNamespaces)
      .orderBy('id')
      .execute(),
    db
      .selectFrom('metadef_namespace_resource_types as link')
      .innerJoin('metadef_resource_types as type', 'type.id', 'link.resource_type_id')
      .select(['link.namespace_id', 'link.prefix', 'link.properties_target', 'type.name'])
      .select(['link.created_at', 'link.updated_at'])
      .where('link.namespace_id', 'in', ids)
      .orderBy('link.created_at')
      .orderBy('type.id')
      .execute(),
  ])
  const byNamespace = {
    properties: Map.groupBy(properties, (row) => row.namespace_id),
    objects: Map.groupBy(objects, (row) => row.namespace_id),
    tags: Map.groupBy(tags, (row) => row.namespace_id),
    associations: Map.groupBy(associations, (row) => row.namespace_id),
  }
  return (id: number) => ({
    properties: byNamespace.properties.get(id) ?? [],
    objects: byNamespace.objects.get(id) ?? [],
    tags: byNamespace.tags.get(id) ?? [],
    associations: byNamespace.associations.get(id) ?? [],
  })
}
