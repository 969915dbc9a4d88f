import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import { type Context, isAdmin } from '#lib/domain/context.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { NamespaceQuery, NamespaceSortKey } from '#lib/domain/metadefs/metadef-records.ts'
import type { MetadefNamespace } from '#lib/domain/metadefs/namespace.ts'
import type { Page } from '#lib/domain/query.ts'
import type { Schema } from '../schema.ts'
import { ATTRIBUTE_COLUMNS, associationsOf, namespaceFromRow } from './namespace-rows.ts'

const SORT_COLUMNS = {
  created_at: 'created_at_ms',
  updated_at: 'updated_at_ms',
  namespace: 'name',
} as const satisfies Record<NamespaceSortKey, string>

/** One page, in an order without ties. */
export async function listNamespaces(
  db: Kysely<Schema>,
  ctx: Context,
  query: NamespaceQuery,
): Promise<Page<MetadefNamespace>> {
  const { sortKey, sortDirection, visibility, resourceTypes, limit } = query
  let question = db
    .selectFrom('metadef_namespaces')
    .select(ATTRIBUTE_COLUMNS)
    .where(visibleTo(ctx))
    .orderBy(SORT_COLUMNS[sortKey], sortDirection)
    .orderBy('name', sortDirection)
    .limit(limit)
  if (visibility !== undefined) question = question.where('visibility', '=', visibility)
  if (resourceTypes !== undefined) question = question.where(isFor(resourceTypes))
  if (query.marker !== undefined) question = question.where(await isAfter(db, ctx, query))
  const rows = await question.execute()
  const associations = await associationsOf(
    db,
    rows.map((row) => row.name),
  )
  const items = rows.map((row) => namespaceFromRow(row, associations.get(row.name) ?? []))
  return { items, isFull: limit > 0 && items.length === limit }
}

type Condition = (eb: ExpressionBuilder<Schema, 'metadef_namespaces'>) => Expression<SqlBool>

/** Public ones, those of the caller's project, and for administrators all. */
function visibleTo(ctx: Context): Condition {
  if (isAdmin(ctx)) return () => sql.lit(true)
  return (eb) =>
    ctx.projectId === null
      ? eb('visibility', '=', 'public')
      : eb.or([eb('visibility', '=', 'public'), eb('owner', '=', ctx.projectId)])
}

function isFor(resourceTypes: readonly string[]): Condition {
  return (eb) =>
    eb(
      'name',
      'in',
      eb
        .selectFrom('metadef_associations')
        .select('metadef_associations.namespace')
        .where('metadef_associations.resource_type', 'in', resourceTypes),
    )
}

/** @throws `not_found`, for a marker that the caller cannot see as for one that is not there */
async function isAfter(
  db: Kysely<Schema>,
  ctx: Context,
  { marker = '', sortKey, sortDirection }: NamespaceQuery,
): Promise<Condition> {
  const column = SORT_COLUMNS[sortKey]
  const row = await db
    .selectFrom('metadef_namespaces')
    .select(['name', `${column} as sort_value`])
    .where('name', '=', marker)
    .where(visibleTo(ctx))
    .executeTakeFirst()
  if (row === undefined) throw notFound('namespace', marker)
  const beyond = sortDirection === 'asc' ? '>' : '<'
  return (eb) =>
    eb.or([
      eb(column, beyond, row.sort_value),
      eb.and([eb(column, '=', row.sort_value), eb('name', beyond, row.name)]),
    ])
}
