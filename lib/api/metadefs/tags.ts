import { Hono } from 'hono'
import { parseTagName, parseTags } from '#lib/contract/metadefs/bodies.ts'
import { partPath, tagToWire } from '#lib/contract/metadefs/metadef-to-wire.ts'
import {
  tagOf,
  withChangedTag,
  withMoreTags,
  withNewTag,
  withOnlyTags,
  withoutAll,
  withoutTag,
} from '#lib/domain/metadefs/change-tree.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
import { changeRequested, listParts, pathName, readBody, requestedNamespace } from './requested.ts'

export const tags = new Hono<ApiEnv>()
tags.get('/namespaces/:namespace/tags', noBody, listTags)
tags.post('/namespaces/:namespace/tags', createTags)
tags.delete('/namespaces/:namespace/tags', noBody, deleteTags)
tags.get('/namespaces/:namespace/tags/:tag', noBody, showTag)
tags.post('/namespaces/:namespace/tags/:tag', noBody, createTag)
tags.put('/namespaces/:namespace/tags/:tag', updateTag)
tags.delete('/namespaces/:namespace/tags/:tag', noBody, deleteTag)

function listTags(c: ApiContext): Promise<Response> {
  return listParts(c, { kind: 'tag', partsOf: ({ tags }) => tags, toWire: (_, tag) => tagToWire(tag) })
}

/** These tags and no others, or with the header these tags, too. */
async function createTags(c: ApiContext): Promise<Response> {
  const given = parseTags(await readBody(c), c.var.api.clock())
  const isAppend = (c.req.header('x-openstack-append') ?? '').trim().toLowerCase() === 'true'
  const tree = await changeRequested(c, 'add_metadef_tags', (before) =>
    isAppend ? withMoreTags(before, given) : withOnlyTags(before, given),
  )
  return c.json({ tags: given.map(({ name }) => tagToWire(tagOf(tree, name))) }, 201)
}

async function createTag(c: ApiContext): Promise<Response> {
  const nowMs = c.var.api.clock()
  const name = parseTagName({ name: pathName(c, 'tag') })
  const tag = { name, createdAtMs: nowMs, updatedAtMs: nowMs }
  const tree = await changeRequested(c, 'add_metadef_tag', (before) => withNewTag(before, tag))
  c.header('Location', partPath(tree.name, 'tags', name))
  return c.json(tagToWire(tag), 201)
}

async function showTag(c: ApiContext): Promise<Response> {
  const tree = await requestedNamespace(c, 'get_metadef_tag')
  return c.json(tagToWire(tagOf(tree, pathName(c, 'tag'))))
}

async function updateTag(c: ApiContext): Promise<Response> {
  const next = parseTagName(await readBody(c))
  const updatedAtMs = c.var.api.clock()
  const name = pathName(c, 'tag')
  const tree = await changeRequested(c, 'modify_metadef_tag', (before) =>
    withChangedTag(before, name, { ...tagOf(before, name), name: next, updatedAtMs }),
  )
  return c.json(tagToWire(tagOf(tree, next)))
}

async function deleteTag(c: ApiContext): Promise<Response> {
  const name = pathName(c, 'tag')
  await changeRequested(c, 'delete_metadef_tag', (tree) => withoutTag(tree, name))
  return c.body(null, 204)
}

async function deleteTags(c: ApiContext): Promise<Response> {
  await changeRequested(c, 'delete_metadef_tags', (tree) => withoutAll(tree, 'tags'))
  return c.body(null, 204)
}
