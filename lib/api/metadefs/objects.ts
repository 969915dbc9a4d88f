import { Hono } from 'hono'
import { parseObject } from '#lib/contract/metadefs/bodies.ts'
import { objectToWire, partPath } from '#lib/contract/metadefs/metadef-to-wire.ts'
import {
  objectOf,
  withChangedObject,
  withNewObject,
  withoutAll,
  withoutObject,
} from '#lib/domain/metadefs/change-tree.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
import {
  changeRequested,
  listParts,
  namespaceName,
  pathName,
  readBody,
  requestedNamespace,
} from './requested.ts'

export const objects = new Hono<ApiEnv>()
objects.get('/namespaces/:namespace/objects', noBody, listObjects)
objects.post('/namespaces/:namespace/objects', createObject)
objects.delete('/namespaces/:namespace/objects', noBody, deleteObjects)
objects.get('/namespaces/:namespace/objects/:object', noBody, showObject)
objects.put('/namespaces/:namespace/objects/:object', updateObject)
objects.delete('/namespaces/:namespace/objects/:object', noBody, deleteObject)

function listObjects(c: ApiContext): Promise<Response> {
  return listParts(c, { kind: 'object', partsOf: ({ objects }) => objects, toWire: objectToWire })
}

async function createObject(c: ApiContext): Promise<Response> {
  const added = parseObject(await readBody(c), c.var.api.clock())
  await changeRequested(c, 'add_metadef_object', (tree) => withNewObject(tree, added))
  c.header('Location', partPath(namespaceName(c), 'objects', added.name))
  return c.json(objectToWire(namespaceName(c), added), 201)
}

async function showObject(c: ApiContext): Promise<Response> {
  const tree = await requestedNamespace(c, 'get_metadef_object')
  return c.json(objectToWire(tree.name, objectOf(tree, pathName(c, 'object'))))
}

async function updateObject(c: ApiContext): Promise<Response> {
  const next = parseObject(await readBody(c), c.var.api.clock())
  const name = pathName(c, 'object')
  const tree = await changeRequested(c, 'modify_metadef_object', (before) => {
    const { createdAtMs } = objectOf(before, name)
    return withChangedObject(before, name, { ...next, createdAtMs })
  })
  return c.json(objectToWire(tree.name, objectOf(tree, next.name)))
}

async function deleteObject(c: ApiContext): Promise<Response> {
  const name = pathName(c, 'object')
  await changeRequested(c, 'delete_metadef_object', (tree) => withoutObject(tree, name))
  return c.body(null, 204)
}

async function deleteObjects(c: ApiContext): Promise<Response> {
  await changeRequested(c, 'delete_metadef_object', (tree) => withoutAll(tree, 'objects'))
  return c.body(null, 204)
}
