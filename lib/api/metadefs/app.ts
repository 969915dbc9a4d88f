import { Hono } from 'hono'
import type { ApiEnv } from '../api-env.ts'
import { namespaces } from './namespaces.ts'
import { objects } from './objects.ts'
import { properties } from './properties.ts'
import { resourceTypes } from './resource-types.ts'
import { tags } from './tags.ts'

/** Everything below /v2/metadefs. */
export const metadefs = new Hono<ApiEnv>()
for (const part of [namespaces, properties, objects, tags, resourceTypes]) {
  metadefs.route('/v2/metadefs', part)
}
