import { parseNamespaceFile } from '#lib/contract/metadefs/bodies.ts'
import type { GlanceNamespace } from '#lib/db/glance/glance-metadefs.ts'
import type { GlanceResourceTypeRow } from '#lib/db/glance/glance-tables.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { NamespaceTree, ResourceType } from '#lib/domain/metadefs/namespace.ts'
import { timeOf } from './read-image.ts'

export type ReadNamespace =
  | { readonly ok: true; readonly tree: NamespaceTree }
  | { readonly ok: false; readonly detail: string }

interface Timed {
  readonly created_at: string
  readonly updated_at: string | null
}

/** A namespace of Glance with all that it defines, checked as one that a client sends. */
export function readNamespace(found: GlanceNamespace): ReadNamespace {
  try {
    const { row } = found
    const tree = parseNamespaceFile(fileOf(found), { owner: row.owner, nowMs: timeOf(row.created_at) })
    const timesOf = (rows: readonly (Timed & { name: string })[]) =>
      new Map(rows.map((each) => [each.name, timesFrom(each)]))
    const [objects, tags, associations] = [found.objects, found.tags, found.associations].map(timesOf)
    return {
      ok: true,
      tree: {
        ...tree,
        ...timesFrom(row),
        objects: tree.objects.map((each) => ({ ...each, ...objects?.get(each.name) })),
        tags: tree.tags.map((each) => ({ ...each, ...tags?.get(each.name) })),
        associations: tree.associations.map((each) => ({ ...each, ...associations?.get(each.name) })),
      },
    }
  } catch (error) {
    if (isDomainError(error) || error instanceof SyntaxError) return { ok: false, detail: error.message }
    throw error
  }
}

function fileOf({ row, properties, objects, tags, associations }: GlanceNamespace) {
  return {
    namespace: row.namespace,
    display_name: row.display_name,
    description: row.description,
    visibility: row.visibility ?? 'private',
    protected: Boolean(row.protected),
    owner: row.owner,
    resource_type_associations: associations.map(({ name, prefix, properties_target }) => ({
      ...{ name, prefix: prefix ?? null, properties_target: properties_target ?? null },
    })),
    properties: Object.fromEntries(
      properties.map(({ name, json_schema }) => [name, JSON.parse(json_schema)]),
    ),
    objects: objects.map(({ name, description, required, json_schema }) => ({
      ...{ name, description },
      required: required === null || required === '' ? [] : required.split(','),
      properties: JSON.parse(json_schema) ?? {},
    })),
    tags: tags.map(({ name }) => ({ name })),
  }
}

export function readResourceType(row: GlanceResourceTypeRow): ResourceType {
  return { name: row.name, ...timesFrom(row) }
}

function timesFrom({ created_at, updated_at }: Timed) {
  return { createdAtMs: timeOf(created_at), updatedAtMs: timeOf(updated_at ?? created_at) }
}
