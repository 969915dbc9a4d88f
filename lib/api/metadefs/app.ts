import { Hono } from 'hono'
import { METADEF_SCHEMAS } from '#lib/contract/metadefs/metadef-schemas.ts'
import type { ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
import { namespaces } from './namespaces.ts'
import { objects } from './objects.ts'
import { properties } from './properties.ts'
import { resourceTypes } from './resource-types.ts'
import { tags } from './tags.ts'

/** Everything below /v2/metadefs, and the schemas of its documents. */
export const metadefs = new Hono<ApiEnv>()
for (const part of [namespaces, properties, objects, tags, resourceTypes]) {
  metadefs.route('/v2/metadefs', part)
}
for (const [name, schema] of Object.entries(METADEF_SCHEMAS)) {
  metadefs.get(`/v2/schemas/metadefs/${name}`, noBody, (c) => c.json(schema))
}
