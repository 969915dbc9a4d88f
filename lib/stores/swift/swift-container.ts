import { z } from 'zod'
import { DomainError } from '#lib/domain/errors.ts'
import { readInto } from '../remote/download-stream.ts'
import { hashInSlices } from '../remote/hash-in-slices.ts'
import { ifPresent } from '../remote/if-present.ts'
import { openSwiftObject, type SwiftClient } from './swift-client.ts'
import type { SwiftContainer, SwiftObject } from './swift-names.ts'

export interface SwiftFacts {
  readonly sizeBytes: number
  readonly tag: string
  readonly headers: Readonly<Record<string, string>>
}

interface ListedObject {
  readonly name: string
  readonly sizeBytes: number
  readonly tag: string
}

/** Null when it is absent. */
export async function factsOf(client: SwiftClient, place: SwiftObject): Promise<SwiftFacts | null> {
  const answer = await ifPresent(client.ask({ method: 'HEAD', ...place }))
  if (answer === null) return null
  answer.body.resume()
  const { headers } = answer
  return { sizeBytes: Number(headers['content-length']), tag: unquoted(headers.etag ?? ''), headers }
}

export const unquoted = (tag: string): string => tag.replace(/^"|"$/g, '')

/** Gives the object's tag: the MD5 of its bytes, which the server has compared. */
export async function putObject(
  client: SwiftClient,
  place: SwiftObject,
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const etag = await hashInSlices('md5', body)
  await client.askText({ method: 'PUT', ...place, headers: { ...headers, etag }, body })
  return etag
}

/** An absent one is fine. */
export async function removeObject(client: SwiftClient, place: SwiftObject): Promise<void> {
  await ifPresent(client.askText({ method: 'DELETE', ...place }))
}

export async function readObject(
  client: SwiftClient,
  place: SwiftObject,
  offset: number,
  target: Uint8Array,
): Promise<void> {
  if (target.length === 0) return
  const slice = { start: offset, end: offset + target.length - 1 }
  await readInto(await openSwiftObject(client, place, slice), target)
}

const LISTING = z.array(
  z.union([
    z.object({ name: z.string(), bytes: z.number(), hash: z.string() }),
    z.object({ subdir: z.string() }),
  ]),
)

/** Objects whose names begin so. A listing may be some seconds behind. */
export async function listObjects(
  client: SwiftClient,
  place: SwiftContainer,
  prefix: string,
): Promise<ListedObject[]> {
  const entries = await listAll(client, place, { prefix })
  return entries.flatMap((each) =>
    'name' in each ? [{ name: each.name, sizeBytes: each.bytes, tag: each.hash }] : [],
  )
}

/** The next steps under the prefix, without their slashes. */
export async function listFolders(
  client: SwiftClient,
  place: SwiftContainer,
  prefix: string,
): Promise<string[]> {
  const entries = await listAll(client, place, { prefix, delimiter: '/' })
  return entries.flatMap((each) => ('subdir' in each ? [each.subdir.slice(prefix.length, -1)] : []))
}

async function listAll(
  client: SwiftClient,
  { project, container }: SwiftContainer,
  query: Readonly<Record<string, string>>,
): Promise<z.output<typeof LISTING>> {
  const entries: z.output<typeof LISTING> = []
  for (let marker = ''; ; ) {
    const page = { ...query, format: 'json', marker }
    const text = await ifPresent(client.askText({ method: 'GET', project, container, query: page }))
    const found = LISTING.parse(JSON.parse(text === null || text === '' ? '[]' : text))
    const last = found.at(-1)
    if (last === undefined) return entries
    entries.push(...found)
    marker = 'name' in last ? last.name : last.subdir
  }
}

/**
 * Removes an image with all that it is made of: one object, a static large object, or a dynamic one.
 * @throws `not_found`, `unavailable` also when something of it stays
 */
export async function removeLarge(client: SwiftClient, place: SwiftObject): Promise<void> {
  const facts = await factsOf(client, place)
  const { 'x-static-large-object': isStatic, 'x-object-manifest': manifest } = facts?.headers ?? {}
  if (isStatic?.toLowerCase() === 'true') return removeStatic(client, place)
  if (manifest !== undefined) await removeSegments(client, place, decodeURIComponent(manifest))
  await client.askText({ method: 'DELETE', ...place })
}

async function removeStatic(client: SwiftClient, place: SwiftObject): Promise<void> {
  const query = { 'multipart-manifest': 'delete' }
  const headers = { accept: 'application/json' }
  // The status says only that the work was begun; how it ended stands in the answer.
  const text = await client.askText({ method: 'DELETE', ...place, query, headers })
  const said = z
    .object({ 'Response Status': z.string(), Errors: z.array(z.unknown()) })
    .parse(JSON.parse(text))
  if (said['Response Status'].startsWith('200') && said.Errors.length === 0) return
  throw new DomainError('unavailable', 'A store could not remove all parts of the data.', {
    cause: new Error(text.slice(0, 500)),
  })
}

/** `container/prefix`, as the header of a dynamic large object names its segments in the same account. */
async function removeSegments(
  client: SwiftClient,
  { project }: SwiftObject,
  manifest: string,
): Promise<void> {
  const [container = '', ...rest] = manifest.split('/')
  const prefix = rest.join('/')
  if (container === '' || prefix === '') return
  await removeObjects(client, { project, container }, prefix)
}

/** Everything in a container whose name begins so. */
export async function removeObjects(
  client: SwiftClient,
  { project, container }: SwiftContainer,
  prefix: string,
): Promise<void> {
  for (const { name } of await listObjects(client, { project, container }, prefix)) {
    await removeObject(client, { project, container, object: name })
  }
}
