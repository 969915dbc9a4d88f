import { STATUS_CODES } from 'node:http'
import type { ImageRules } from '#lib/contract/image-fields.ts'
import { UUID_PATTERN } from '#lib/contract/text.ts'
import { componentSchemas, ref } from './components.ts'

import { FAMILY_OPERATIONS } from './family-operations.ts'
import { IDENTITY_OPERATIONS } from './identity-operations.ts'
import { IMAGE_OPERATIONS } from './image-operations.ts'
import { METADEF_OPERATIONS } from './metadef-operations.ts'
import type { Content, Operation, SchemaRef } from './operation.ts'
import { SITE_OPERATIONS } from './site-operations.ts'
import { STORE_OPERATIONS } from './store-operations.ts'
import { V1_OPERATIONS } from './v1-operations.ts'

/** Everything that any site can answer. A new route needs a line in one of these tables. */
export const OPERATIONS: readonly Operation[] = [
  ...IMAGE_OPERATIONS,
  ...METADEF_OPERATIONS,
  ...SITE_OPERATIONS,
  ...FAMILY_OPERATIONS,
  ...STORE_OPERATIONS,
  ...IDENTITY_OPERATIONS,
  ...V1_OPERATIONS,
]

interface Route {
  readonly method: string
  readonly path: string
}

/** The operations that this site has routes for. */
export function offeredOperations(routes: readonly Route[]): readonly Operation[] {
  const offered = new Set(routes.map(({ method, path }) => `${method} ${withoutSlash(path)}`))
  return OPERATIONS.filter(({ method, path }) => offered.has(`${method === 'HEAD' ? 'GET' : method} ${path}`))
}

export function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path
}

export interface Description {
  readonly operations: readonly Operation[]
  readonly rules: ImageRules
  readonly baseUrl: string
}

/** The description of the service as OpenAPI 3.1. */
export function openapiDocument({ operations, rules, baseUrl }: Description) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vitrine',
      version: '2',
      summary: 'The OpenStack Image API v2 and what stands beside it.',
      description: 'Every operation can also answer 400, 401 and 405; faults have the form of Fault.',
    },
    servers: [{ url: baseUrl }],
    security: [{ token: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' } },
      schemas: componentSchemas(rules),
    },
  }
}

function describeOperation(operation: Operation) {
  const { method, path, tag, summary, body, query = {}, headers = {}, isOpen } = operation
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    ...{ name, in: 'path', required: true },
    schema: /^(image|task)Id$/.test(name) ? { type: 'string', pattern: UUID_PATTERN } : { type: 'string' },
  }))
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+(\w)?/g, (_, letter = '') => String(letter).toUpperCase())}`,
    tags: [tag],
    summary,
    parameters: [...inPath, ...parameters('query', query), ...parameters('header', headers)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: body.isOptional !== true, content: contentOf(body) } }),
    responses: responsesOf(operation),
    ...(isOpen === true ? { security: [] } : {}),
  }
}

function parameters(place: 'query' | 'header', schemas: Readonly<Record<string, SchemaRef>>) {
  return Object.entries(schemas).map(([name, schema]) => ({ name, in: place, schema: schemaOf(schema) }))
}

function responsesOf({ answer, faults = [], isOpen }: Operation) {
  const statuses = isOpen === true ? faults : [400, 401, ...faults]
  const fault = { content: contentOf({ schema: 'Fault' }) }
  return {
    [answer.status]: {
      description: STATUS_CODES[answer.status] ?? '',
      ...(answer.headers === undefined
        ? {}
        : {
            headers: Object.fromEntries(answer.headers.map((name) => [name, { schema: { type: 'string' } }])),
          }),
      ...(answer.schema === undefined && answer.media === undefined ? {} : { content: contentOf(answer) }),
    },
    ...Object.fromEntries(
      statuses.map((status) => [status, { description: STATUS_CODES[status] ?? '', ...fault }]),
    ),
  }
}

function contentOf({ media = 'application/json', schema }: Content) {
  return { [media]: schema === undefined ? {} : { schema: schemaOf(schema) } }
}

function schemaOf(schema: SchemaRef): Readonly<Record<string, unknown>> {
  return typeof schema === 'string' ? ref(schema) : schema
}
