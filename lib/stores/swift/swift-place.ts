import { z } from 'zod'
import type { Part, PartsPlace, TailPiece } from '../parts/parts-place.ts'
import { ifPresent } from '../remote/if-present.ts'
import { type SequentialReader, sequentialReader } from '../remote/sequential-reader.ts'
import { openSwiftObject, type SwiftClient } from './swift-client.ts'
import {
  factsOf,
  listObjects,
  putObject,
  readObject,
  removeLarge,
  removeObject,
  removeObjects,
} from './swift-container.ts'
import { putManifest } from './swift-manifest.ts'
import type { SwiftContainer, SwiftObject, SwiftUploadNames } from './swift-names.ts'

/** Who made an image's segments: what is swept must not be in use. */
const UPLOAD_HEADER = 'x-object-meta-vitrine-upload'

const NOTE = z.object({
  partBytes: z.number().int().positive(),
  grows: z.boolean(),
  image: z.object({ project: z.string().optional(), container: z.string(), object: z.string() }),
})

export interface SwiftPlaceOptions {
  readonly client: SwiftClient
  readonly uploadId: string
  readonly names: SwiftUploadNames
  readonly image: SwiftObject
  /** Where the note and the tail are. */
  readonly staging: SwiftContainer
  /** Where the image's segments are: in the image's account. */
  readonly segments: SwiftContainer
  /** Makes the image's place, before its first byte. */
  readonly make: () => Promise<void>
  /** Announced; null when it is not known. */
  readonly totalBytes: number | null
  /** Asked before bytes are put for good. @throws `over_limit` the account has no room for as many */
  readonly admit: (sizeBytes: number) => Promise<void>
  readonly imageUrl: string
  readonly manifestParts: number
}

/** One upload's place in an account: segments, which can be read at once, and its tail beside them. */
export function createSwiftPlace(options: SwiftPlaceOptions): PartsPlace {
  const { client, names, image, imageUrl, uploadId } = options
  const inSegments = (object: string): SwiftObject => ({ ...options.segments, object })
  const inStaging = (object: string): SwiftObject => ({ ...options.staging, object })
  const segment = (number: number) => inSegments(segmentName(names, number))
  const tailPiece = (offset: number) => inStaging(tailName(names, offset))
  const ownHeaders = { [UPLOAD_HEADER]: encodeURIComponent(uploadId) }
  const imageReader = readerOf(client, image)
  let segmentReader: { readonly number: number; readonly reader: SequentialReader } | null = null
  return {
    imageUrl,
    async load() {
      const text = await ifPresent(client.askText({ method: 'GET', ...inStaging(names.note) }))
      if (text === null) return null
      const plan = NOTE.parse(JSON.parse(text))
      const parts = await findSegments(options)
      const partsBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
      return { plan, parts, tail: await findTail(options, partsBytes) }
    },
    async begin(plan) {
      if (options.totalBytes !== null) await options.admit(options.totalBytes)
      await options.make()
      await putObject(client, inStaging(names.note), Buffer.from(JSON.stringify({ ...plan, image })))
    },
    async putPart(number, bytes) {
      await options.admit(bytes.length)
      return { number, sizeBytes: bytes.length, tag: await putObject(client, segment(number), bytes) }
    },
    voidPart: (number) => removeObject(client, segment(number)),
    putTail: async (offset, bytes) => void (await putObject(client, tailPiece(offset), bytes)),
    readTail: ({ offset }, target) => readObject(client, tailPiece(offset), 0, target),
    async dropTail(pieces) {
      for (const { offset } of pieces) await removeObject(client, tailPiece(offset))
    },
    async readPart({ number, sizeBytes }, from, target) {
      if (segmentReader?.number !== number) {
        segmentReader?.reader.close()
        segmentReader = { number, reader: readerOf(client, segment(number)) }
      }
      await segmentReader.reader.read(from, target, sizeBytes)
    },
    async complete(parts) {
      const listed = parts.map((part) => ({
        ...part,
        path: `/${options.segments.container}/${segmentName(names, part.number)}`,
      }))
      const manifest = { client, image, headers: ownHeaders, most: options.manifestParts }
      await putManifest(
        { ...manifest, subManifest: (number) => inSegments(`${names.segments}m-${number}`) },
        listed,
      )
    },
    async putWhole(bytes) {
      await options.admit(bytes.length)
      await options.make()
      await putObject(client, image, bytes, ownHeaders)
    },
    imageBytes: async () => (await factsOf(client, image))?.sizeBytes ?? null,
    readImage: imageReader.read,
    async forget() {
      await removeObjects(client, options.staging, names.tail)
      await removeObject(client, inStaging(names.note))
    },
    release() {
      imageReader.close()
      segmentReader?.reader.close()
    },
  }
}

const readerOf = (client: SwiftClient, place: SwiftObject): SequentialReader =>
  sequentialReader((start, end) => openSwiftObject(client, place, { start, end }))

const segmentName = ({ segments }: SwiftUploadNames, number: number): string =>
  `${segments}${String(number).padStart(7, '0')}`

const tailName = ({ tail }: SwiftUploadNames, offset: number): string =>
  tail + String(offset).padStart(16, '0')

/** Listings may be behind, objects never are: where the listing ends, objects are asked for by name. */
async function findSegments({ client, segments, names }: SwiftPlaceOptions): Promise<Part[]> {
  const listed = await listObjects(client, segments, names.segments)
  const parts = listed.flatMap(({ name, sizeBytes, tag }) => {
    const number = Number(name.slice(names.segments.length))
    return Number.isInteger(number) ? [{ number, sizeBytes, tag }] : []
  })
  for (let number = (parts.at(-1)?.number ?? 0) + 1; ; number += 1) {
    const facts = await factsOf(client, { ...segments, object: segmentName(names, number) })
    if (facts === null) return parts
    parts.push({ number, sizeBytes: facts.sizeBytes, tag: facts.tag })
  }
}

async function findTail({ client, staging, names }: SwiftPlaceOptions, from: number): Promise<TailPiece[]> {
  const listed = await listObjects(client, staging, names.tail)
  const pieces = listed.map(({ name, sizeBytes }) => ({
    offset: Number(name.slice(names.tail.length)),
    sizeBytes,
  }))
  const last = pieces.at(-1)
  let end = last === undefined ? from : Math.max(from, last.offset + last.sizeBytes)
  for (;;) {
    const facts = await factsOf(client, { ...staging, object: tailName(names, end) })
    if (facts === null || facts.sizeBytes === 0) return pieces
    pieces.push({ offset: end, sizeBytes: facts.sizeBytes })
    end += facts.sizeBytes
  }
}

type Staged = Pick<SwiftPlaceOptions, 'client' | 'names' | 'staging' | 'segments'>

/** Removes an upload's image, if it has become one, and everything staged. */
export async function discardPlace(place: SwiftPlaceOptions): Promise<void> {
  const { client, image } = place
  if ((await factsOf(client, image)) !== null) await ifPresent(removeLarge(client, image))
  await removeObjects(client, place.segments, place.names.segments)
  await removeStaged(place)
}

/** The image that an upload was to become, from its note; null when there is none. */
export async function notedImage({
  client,
  names,
  staging,
}: Omit<Staged, 'segments'>): Promise<SwiftObject | null> {
  const text = await ifPresent(client.askText({ method: 'GET', ...staging, object: names.note }))
  return text === null ? null : NOTE.parse(JSON.parse(text)).image
}

/** Removes what is staged of an upload that nobody knows, unless it is an image's data by now. */
export async function sweepPlace(staged: Staged, uploadId: string, image: SwiftObject | null): Promise<void> {
  const { client, names, segments } = staged
  const facts = image === null ? null : await factsOf(client, image)
  const isInUse = facts?.headers[UPLOAD_HEADER] === encodeURIComponent(uploadId)
  if (!isInUse) await removeObjects(client, segments, names.segments)
  await removeStaged(staged)
}

/** The note last: while it stands, the rest can be found. */
async function removeStaged({ client, names, staging }: Omit<Staged, 'segments'>): Promise<void> {
  await removeObjects(client, staging, names.tail)
  await removeObject(client, { ...staging, object: names.note })
}
