import { Hono } from 'hono'
import { parseTag } from '#lib/contract/image-fields.ts'
import { withField } from '#lib/contract/image-set-field.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'
import { requestedImage } from './requested-image.ts'

export const tags = new Hono<ApiEnv>()
tags.put('/:imageId/tags/:tag', noBody, addTag)
tags.delete('/:imageId/tags/:tag', noBody, removeTag)

async function addTag(c: ApiContext): Promise<Response> {
  const tag = parseTag(c.req.param('tag') ?? '')
  const before = await requestedImage(c)
  // A tag that is there already still needs the right to change the image.
  const after = before.tags.includes(tag) ? before : withField(before, 'tags', [...before.tags, tag])
  await c.var.api.images.save(c.var.ctx, { before, after })
  return c.body(null, 204)
}

async function removeTag(c: ApiContext): Promise<Response> {
  const tag = c.req.param('tag') ?? ''
  const before = await requestedImage(c)
  if (!before.tags.includes(tag)) throw notFound('tag', tag)
  const after = { ...before, tags: before.tags.filter((kept) => kept !== tag) }
  await c.var.api.images.save(c.var.ctx, { before, after })
  return c.body(null, 204)
}
