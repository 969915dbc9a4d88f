import { Hono } from 'hono'
import { listLinks } from '#lib/contract/list-links.ts'
import { parseNamespace, parseNamespaceChange } from '#lib/contract/metadefs/bodies.ts'
import { parseNamespaceQuery, parseResourceType } from '#lib/contract/metadefs/list-query.ts'
import {
  type NamespaceTreeWire,
  namespacePath,
  namespaceToWire,
  treeToWire,
} from '#lib/contract/metadefs/metadef-to-wire.ts'
import { withPrefix } from '#lib/contract/metadefs/prefix.ts'
import type { MetadefNamespace } from '#lib/domain/metadefs/namespace.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
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
namespaces.delete('/namespaces/:namespace', noBody, deleteNamespace)

async function listNamespaces(c: ApiContext): Promise<Response> {
  const parameters = parametersOf(c)
  const query = parseNamespaceQuery(parameters, pageLimits(c))
  const { items, isFull } = await c.var.api.metadefs.list(c.var.ctx, query)
  return c.json({
    namespaces:
      parameters.get('vitrine_tree') === 'true' ? await trees(c, items) : items.map(namespaceToWire),
    ...listLinks('/v2/metadefs/namespaces', parameters, isFull ? items.at(-1)?.name : undefined),
    schema: '/v2/schemas/metadefs/namespaces',
  })
}

/** An addition of ours: with all that they define, so that a form needs one request and not one for each. */
async function trees(
  c: ApiContext,
  namespaces: readonly MetadefNamespace[],
): Promise<readonly NamespaceTreeWire[]> {
  const found: NamespaceTreeWire[] = []
  for (const { name } of namespaces)
    found.push(treeToWire(await c.var.api.metadefs.get(c.var.ctx, name, 'get_metadef_namespace')))
  return found
}

async function createNamespace(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const tree = parseNamespace(await readBody(c), { owner: ctx.projectId, nowMs: api.clock() })
  const added = await api.metadefs.add(ctx, tree)
  c.header('Location', namespacePath(added.name))
  return c.json(treeToWire(added), 201)
}

async function showNamespace(c: ApiContext): Promise<Response> {
  const tree = await requestedNamespace(c, 'get_metadef_namespace')
  const resourceType = parseResourceType(parametersOf(c))
  return c.json(treeToWire(resourceType === undefined ? tree : withPrefix(tree, resourceType)))
}

/** Answers the attributes alone: this changes nothing of what the namespace defines. */
async function updateNamespace(c: ApiContext): Promise<Response> {
  const body = await readBody(c)
  const nowMs = c.var.api.clock()
  const changed = await changeRequested(c, 'modify_metadef_namespace', (before) =>
    parseNamespaceChange(body, before, nowMs),
  )
  return c.json(namespaceToWire(changed))
}

async function deleteNamespace(c: ApiContext): Promise<Response> {
  await c.var.api.metadefs.remove(c.var.ctx, namespaceName(c))
  return c.body(null, 204)
}
