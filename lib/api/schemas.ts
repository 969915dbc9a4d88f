import { Hono } from 'hono'
import type { ImageRules } from '#lib/contract/image-fields.ts'
import { imageSchema, imagesSchema, MEMBER_SCHEMA, MEMBERS_SCHEMA } from '#lib/contract/image-schema.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'

export const schemas = new Hono<ApiEnv>()
schemas.get('/image', noBody, (c) => c.json(imageSchema(imageRules(c))))
schemas.get('/images', noBody, (c) => c.json(imagesSchema(imageRules(c))))
schemas.get('/member', noBody, (c) => c.json(MEMBER_SCHEMA))
schemas.get('/members', noBody, (c) => c.json(MEMBERS_SCHEMA))

/** What this site lets images declare. */
export function imageRules(c: ApiContext): ImageRules {
  const { config } = c.var.api
  return { diskFormats: config.VITRINE_DISK_FORMATS, containerFormats: config.VITRINE_CONTAINER_FORMATS }
}
