import { Hono } from 'hono'
import { parseProperty } from '#lib/contract/metadefs/bodies.ts'
import { parseResourceType } from '#lib/contract/metadefs/list-query.ts'
import { partPath, propertyToWire } from '#lib/contract/metadefs/metadef-to-wire.ts'
import { withoutPrefix } from '#lib/contract/metadefs/prefix.ts'
import {
  propertyOf,
  withChangedProperty,
  withNewProperty,
  withoutAll,
  withoutProperty,
} from '#lib/domain/metadefs/change-tree.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
import {
  changeRequested,
  namespaceName,
  parametersOf,
  pathName,
  readBody,
  requestedNamespace,
} from './requested.ts'

export const properties = new Hono<ApiEnv>()
properties.get('/namespaces/:namespace/properties', noBody, listProperties)
properties.post('/namespaces/:namespace/properties', createProperty)
properties.delete('/namespaces/:namespace/properties', noBody, deleteProperties)
properties.get('/namespaces/:namespace/properties/:property', noBody, showProperty)
properties.put('/namespaces/:namespace/properties/:property', updateProperty)
properties.delete('/namespaces/:namespace/properties/:property', noBody, deleteProperty)

/** A map, and not a list with pages: the Image API has it so. */
async function listProperties(c: ApiContext): Promise<Response> {
  const tree = await requestedNamespace(c, 'get_metadef_properties')
  return c.json({ properties: tree.properties })
}

async function createProperty(c: ApiContext): Promise<Response> {
  const added = parseProperty(await readBody(c))
  await changeRequested(c, 'add_metadef_property', (tree) => withNewProperty(tree, added))
  c.header('Location', partPath(namespaceName(c), 'properties', added.name))
  return c.json(propertyToWire(added.name, added.definition), 201)
}

async function showProperty(c: ApiContext): Promise<Response> {
  const tree = await requestedNamespace(c, 'get_metadef_property')
  const resourceType = parseResourceType(parametersOf(c))
  const asked = pathName(c, 'property')
  const name = resourceType === undefined ? asked : withoutPrefix(tree, resourceType, asked)
  return c.json(propertyToWire(name, propertyOf(tree, name)))
}

async function updateProperty(c: ApiContext): Promise<Response> {
  const next = parseProperty(await readBody(c))
  const name = pathName(c, 'property')
  await changeRequested(c, 'modify_metadef_property', (tree) => withChangedProperty(tree, name, next))
  return c.json(propertyToWire(next.name, next.definition))
}

async function deleteProperty(c: ApiContext): Promise<Response> {
  const name = pathName(c, 'property')
  await changeRequested(c, 'remove_metadef_property', (tree) => withoutProperty(tree, name))
  return c.body(null, 204)
}

async function deleteProperties(c: ApiContext): Promise<Response> {
  await changeRequested(c, 'remove_metadef_property', (tree) => withoutAll(tree, 'properties'))
  return c.body(null, 204)
}
