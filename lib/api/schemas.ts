import { Hono } from 'hono'
import type { ImageRules } from '#lib/contract/image-fields.ts'
import { imageSchema, imagesSchema, MEMBER_SCHEMA, MEMBERS_SCHEMA } from '#lib/contract/image-schema.ts'
import { METADEF_SCHEMAS } from '#lib/contract/metadefs/metadef-schemas.ts'
import { TASK_SCHEMA, TASKS_SCHEMA } from '#lib/contract/task-schema.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'

const FIXED = { member: MEMBER_SCHEMA, members: MEMBERS_SCHEMA, task: TASK_SCHEMA, tasks: TASKS_SCHEMA }

export const schemas = new Hono<ApiEnv>()
schemas.get('/image', noBody, (c) => c.json(imageSchema(imageRules(c))))
schemas.get('/images', noBody, (c) => c.json(imagesSchema(imageRules(c))))
for (const [name, schema] of Object.entries(FIXED)) schemas.get(`/${name}`, noBody, (c) => c.json(schema))
for (const [name, schema] of Object.entries(METADEF_SCHEMAS)) {
  schemas.get(`/metadefs/${name}`, noBody, (c) => c.json(schema))
}

/** What this site lets images declare. */
export function imageRules(c: ApiContext): ImageRules {
  return c.var.api.imageRules
}
