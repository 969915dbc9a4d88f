import { z } from 'zod'
import type { SwiftClient } from './swift-client.ts'
import { factsOf } from './swift-container.ts'
import type { SwiftObject } from './swift-names.ts'

export interface ManifestPart {
  readonly path: string
  readonly tag: string
  readonly sizeBytes: number
}

export interface ManifestTarget {
  readonly client: SwiftClient
  readonly image: SwiftObject
  readonly headers: Readonly<Record<string, string>>
  /** Most parts of one manifest. */
  readonly most: number
  /** Where the manifests lie that a manifest is made of. */
  readonly subManifest: (number: number) => SwiftObject
}

/** Makes the parts one object, which the server checks by their tags and sizes. */
export async function putManifest(target: ManifestTarget, parts: readonly ManifestPart[]): Promise<void> {
  const { client, image, headers, most, subManifest } = target
  let level = parts
  for (let number = 1; level.length > most; ) {
    const grouped: ManifestPart[] = []
    for (let from = 0; from < level.length; from += most) {
      const place = subManifest(number)
      number += 1
      grouped.push(await put(client, place, level.slice(from, from + most), {}))
    }
    level = grouped
  }
  await put(client, image, level, headers)
}

async function put(
  client: SwiftClient,
  place: SwiftObject,
  parts: readonly ManifestPart[],
  headers: Readonly<Record<string, string>>,
): Promise<ManifestPart> {
  const list = parts.map(({ path, tag, sizeBytes }) => ({ path, etag: tag, size_bytes: sizeBytes }))
  const body = Buffer.from(JSON.stringify(list))
  const query = { 'multipart-manifest': 'put' }
  await client.askText({ method: 'PUT', ...place, query, body, headers })
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
  const tag = z.string().parse((await factsOf(client, place))?.tag)
  return { path: `/${place.container}/${place.object}`, tag, sizeBytes }
}
