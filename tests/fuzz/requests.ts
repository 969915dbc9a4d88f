import fc from 'fast-check'
import type { Operation, SchemaRef } from '#lib/api/openapi/operation.ts'
import { binaryBody, type Components, edgeText, jsonBody } from './values.ts'

/** One request, as far as a web `Request` can carry it. */
export interface WildRequest {
  readonly method: string
  /** With its query, encoded however badly. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

/** Things that exist, by the names that they have in paths. */
export type World = Readonly<Record<string, readonly string[]>>

/** Requests that are about this operation, more or less. */
export function wildRequest(
  operation: Operation,
  world: World,
  components: Components,
): fc.Arbitrary<WildRequest> {
  const { body, query = {}, headers = {} } = operation
  const bodies =
    body === undefined
      ? fc.option(fc.constant(new TextEncoder().encode('{}')), { freq: 8 })
      : fc.option(isJson(body.media) ? jsonBody(asSchema(body.schema ?? {}), components) : binaryBody, {
          freq: 8,
        })
  return fc
    .record({
      path: wildPath(operation.path, world),
      query: wildQuery(query),
      headers: wildHeaders(headers, body?.media),
      body: bodies,
    })
    .map((parts) => ({
      method: operation.method,
      path: parts.path + parts.query,
      headers: parts.headers,
      body: operation.method === 'GET' || operation.method === 'HEAD' ? null : parts.body,
    }))
}

function wildPath(pattern: string, world: World): fc.Arbitrary<string> {
  const segments = pattern.split('/').map((segment) => {
    if (!segment.startsWith(':')) return fc.constant(segment)
    const known = world[segment.slice(1)] ?? []
    const wild = fc.oneof(
      edgeText.map(encode),
      fc.constantFrom('%ff%fe', '%', '%zz', '..%2f..', '.', 'a%00b', '%F0%9F'),
    )
    return known.length === 0
      ? wild
      : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known.map(encode)) }, wild)
  })
  return fc.tuple(...segments).map((parts) => parts.join('/'))
}

function wildQuery(query: Readonly<Record<string, SchemaRef>>): fc.Arbitrary<string> {
  const name = fc.oneof(fc.constantFrom(...Object.keys(query), 'x'), edgeText)
  const pair = fc.tuple(name, edgeText).map(([key, value]) => `${encode(key)}=${encode(value)}`)
  const broken = fc.constantFrom('%ff=%ff', '&&==&', '%', 'limit=1&limit=2', 'a'.repeat(2000))
  const written = fc.array(fc.oneof({ weight: 6, arbitrary: pair }, broken), { minLength: 1, maxLength: 3 })
  return fc.oneof(
    fc.constant(''),
    written.map((pairs) => `?${pairs.join('&')}`),
  )
}

function wildHeaders(
  known: Readonly<Record<string, SchemaRef>>,
  media: string | undefined,
): fc.Arbitrary<Record<string, string>> {
  const names = [
    ...Object.keys(known),
    'Range',
    'If-Match',
    'x-openstack-request-id',
    'Accept',
    'Content-Length',
  ]
  const some = fc.dictionary(fc.constantFrom(...names), headerValue, { maxKeys: 2 })
  const right = media ?? 'application/json'
  const type = fc.oneof(
    { weight: 6, arbitrary: fc.constant(right) },
    fc.constantFrom('', 'a/b;;', 'text/plain', 'application/json; charset=utf-16'),
  )
  return fc.tuple(some, type).map(([headers, contentType]) => ({
    ...(media === 'application/offset+octet-stream'
      ? { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0' }
      : {}),
    ...headers,
    ...(contentType === '' ? {} : { 'Content-Type': contentType }),
  }))
}

/** What a header can carry; the rest is for the sockets. */
const headerValue = fc.oneof(
  fc.constantFrom(
    'bytes=0-',
    'bytes=-0',
    'bytes=9-1',
    'bytes=0-1,3-4',
    'bytes=99999999999999999999-',
    '1.0.0',
    '*',
    '"x"',
  ),
  fc.constantFrom(
    '-1',
    '0',
    '1',
    '18446744073709551616',
    'image_id Zm9v',
    'sha1 x',
    'True',
    'cache',
    '%',
    '=?utf-8?b?',
  ),
  fc.string({ maxLength: 20 }).map((text) => text.replace(/[^\x20-\x7e\xa0-\xff]/g, '').trim()),
)

function isJson(media: string | undefined): boolean {
  return media === undefined || media.endsWith('json') || media.endsWith('json-patch')
}

function asSchema(schema: SchemaRef): object {
  return typeof schema === 'string' ? { $ref: `#/components/schemas/${schema}` } : schema
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
