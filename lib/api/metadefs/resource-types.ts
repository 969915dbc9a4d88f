import { Hono } from 'hono'
import { parseAssociation } from '#lib/contract/metadefs/bodies.ts'
import { associationToWire, resourceTypeToWire } from '#lib/contract/metadefs/metadef-to-wire.ts'
import { withAssociation, withoutAssociation } from '#lib/domain/metadefs/change-tree.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
import { changeRequested, pathName, readBody, requestedNamespace } from './requested.ts'

export const resourceTypes = new Hono<ApiEnv>()
resourceTypes.get('/resource_types', noBody, listResourceTypes)
resourceTypes.get('/namespaces/:namespace/resource_types', noBody, listAssociations)
resourceTypes.post('/namespaces/:namespace/resource_types', associate)
resourceTypes.delete('/namespaces/:namespace/resource_types/:type', noBody, dissociate)

async function listResourceTypes(c: ApiContext): Promise<Response> {
  const types = await c.var.api.metadefs.resourceTypes(c.var.ctx)
  return c.json({ resource_types: types.map(resourceTypeToWire) })
}

async function listAssociations(c: ApiContext): Promise<Response> {
  const tree = await requestedNamespace(c, 'get_metadef_resource_type')
  return c.json({ resource_type_associations: tree.associations.map(associationToWire) })
}

/** A type that nobody has named yet becomes known by this. */
async function associate(c: ApiContext): Promise<Response> {
  const added = parseAssociation(await readBody(c), c.var.api.clock())
  await changeRequested(c, 'add_metadef_resource_type_association', (tree) => withAssociation(tree, added))
  return c.json(associationToWire(added), 201)
}

async function dissociate(c: ApiContext): Promise<Response> {
  const type = pathName(c, 'type')
  await changeRequested(c, 'remove_metadef_resource_type_association', (tree) =>
    withoutAssociation(tree, type),
  )
  return c.body(null, 204)
}
