import { Hono } from 'hono'
import { listLinks } from '#lib/contract/list-links.ts'
import { parseNamespace, parseNamespaceChange } from '#lib/contract/metadefs/bodies.ts'
import { IMAGE_TYPE, knownKeys } from '#lib/contract/metadefs/known-keys.ts'
import { parseNamespaceQuery, parseResourceType } from '#lib/contract/metadefs/list-query.ts'
import {
  type NamespaceTreeWire,
  namespacePath,
  namespaceToWire,
  treeToWire,
} from '#lib/contract/metadefs/metadef-to-wire.ts'
import { withPrefix } from '#lib/contract/metadefs/prefix.ts'
import { translationsToWire } from '#lib/contract/metadefs/translations.ts'
import { toWireTime } from '#lib/contract/wire-time.ts'
import type { MetadefRule } from '#lib/domain/metadefs/metadefs.ts'
import type { MetadefNamespace, NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { withTree } from '#lib/domain/metadefs/replace-tree.ts'
import { refusedKeys } from '#lib/domain/refusals.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
import { shows } from '../shown.ts'
import { assertNamespaceUnchanged, namespaceEtag } from './namespace-etag.ts'
import {
  changeRequested,
  namespaceName,
  pageLimits,
  parametersOf,
  readBody,
  requestedNamespace,
} from './requested.ts'

export const namespaces = new Hono<ApiEnv>()
namespaces.get('/namespaces', noBody, listNamespaces)
namespaces.post('/namespaces', createNamespace)
namespaces.get('/namespaces/:namespace', noBody, showNamespace)
namespaces.put('/namespaces/:namespace', updateNamespace)
namespaces.get('/namespaces/:namespace/vitrine_versions', noBody, listVersions)
namespaces.delete('/namespaces/:namespace', noBody, deleteNamespace)

async function listNamespaces(c: ApiContext): Promise<Response> {
  const parameters = parametersOf(c)
  const query = parseNamespaceQuery(parameters, pageLimits(c))
  const { items, isFull } = await c.var.api.metadefs.list(c.var.ctx, query)
  const found = parameters.get('vitrine_tree') === 'true' ? await trees(c, items) : null
  return c.json({
    namespaces: found === null ? items.map(namespaceToWire) : found.map((tree) => shownTree(c, tree)),
    ...(found !== null &&
      shows(c, 'refusals') && { vitrine_refused: { properties: refusedImageKeys(c, found) } }),
    ...listLinks('/v2/metadefs/namespaces', parameters, isFull ? items.at(-1)?.name : undefined),
    schema: '/v2/schemas/metadefs/namespaces',
  })
}

/** An addition of ours: with all that they define, so that a form needs one request and not one for each. */
async function trees(
  c: ApiContext,
  namespaces: readonly MetadefNamespace[],
): Promise<readonly NamespaceTree[]> {
  const found: NamespaceTree[] = []
  for (const { name } of namespaces)
    found.push(await c.var.api.metadefs.get(c.var.ctx, name, 'get_metadef_namespace'))
  return found
}

/** What the site's property protections keep the caller from doing with the images' keys that are defined here. */
function refusedImageKeys(c: ApiContext, trees: readonly NamespaceTree[]) {
  const { api, ctx } = c.var
  const names = knownKeys(trees, IMAGE_TYPE).keys()
  return refusedKeys(api.propertyRules, ctx, { names, operations: ['create', 'update', 'delete'] })
}

async function createNamespace(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const tree = parseNamespace(await readBody(c), { owner: ctx.projectId, nowMs: api.clock() })
  const added = await api.metadefs.add(ctx, tree)
  c.header('Location', namespacePath(added.name))
  c.header('ETag', namespaceEtag(added))
  return c.json(shownTree(c, added), 201)
}

async function showNamespace(c: ApiContext): Promise<Response> {
  const tree = await requestedNamespace(c, 'get_metadef_namespace')
  const resourceType = parseResourceType(parametersOf(c))
  c.header('ETag', namespaceEtag(tree))
  return c.json(shownTree(c, resourceType === undefined ? tree : withPrefix(tree, resourceType)))
}

/** With its texts in other languages, an addition of ours, for a client that asks for them. */
function shownTree(c: ApiContext, tree: NamespaceTree): NamespaceTreeWire {
  return { ...treeToWire(tree), ...(shows(c, 'translations') && translationsToWire(tree.translations)) }
}

/** What replacing a whole tree may do. */
const EDIT_RULES: readonly MetadefRule[] = [
  'add_metadef_property',
  'modify_metadef_property',
  'remove_metadef_property',
  'add_metadef_object',
  'modify_metadef_object',
  'delete_metadef_object',
  'add_metadef_tags',
  'delete_metadef_tags',
  'add_metadef_resource_type_association',
  'remove_metadef_resource_type_association',
]

/**
 * Answers the attributes alone: this changes nothing of what the namespace defines. An addition of ours replaces all of
 * it at once, for the editor: half a change is never seen.
 */
async function updateNamespace(c: ApiContext): Promise<Response> {
  const body = await readBody(c)
  const nowMs = c.var.api.clock()
  const isWhole = parametersOf(c).get('vitrine_tree') === 'true'
  const next = isWhole ? parseNamespace(body, { owner: null, nowMs }) : null
  if (isWhole) for (const rule of EDIT_RULES) await requestedNamespace(c, rule)
  const changed = await changeRequested(c, 'modify_metadef_namespace', (before) => {
    assertNamespaceUnchanged(c, before)
    return next === null ? parseNamespaceChange(body, before, nowMs) : withTree(before, next)
  })
  c.header('ETag', namespaceEtag(changed))
  return c.json(isWhole ? shownTree(c, changed) : namespaceToWire(changed))
}

/** An addition of ours: what the namespace was after each change. */
async function listVersions(c: ApiContext): Promise<Response> {
  const versions = await c.var.api.metadefs.versions(c.var.ctx, namespaceName(c))
  return c.json({
    versions: versions.map(({ number, atMs, userName, tree }) => ({
      number,
      created_at: toWireTime(atMs),
      user_name: userName,
      namespace: { ...treeToWire(tree), ...translationsToWire(tree.translations) },
    })),
  })
}

async function deleteNamespace(c: ApiContext): Promise<Response> {
  await c.var.api.metadefs.remove(c.var.ctx, namespaceName(c), (tree) => assertNamespaceUnchanged(c, tree))
  return c.body(null, 204)
}
