import { z } from 'zod'
import type { Part, PartsPlace, TailPiece } from '../parts/parts-place.ts'
import { ifPresent } from '../remote/if-present.ts'
import { sequentialReader } from '../remote/sequential-reader.ts'
import { textOf } from '../remote/transport.ts'
import type { S3Bucket } from './s3-bucket.ts'
import { abortMultiparts, completeMultipart, createMultipart, listParts } from './s3-multipart.ts'
import type { S3Names } from './s3-names.ts'

const NOTE = z.object({
  partBytes: z.number().int().positive(),
  grows: z.boolean(),
  imageKey: z.string(),
  /** Of the multipart upload, once there is one. */
  multipart: z.string().nullable(),
})

type Note = z.output<typeof NOTE>

/** One upload's place in a bucket: a multipart upload at the image's own name, and its tail beside it. */
export function createS3Place(bucket: S3Bucket, names: S3Names, imageUrl: string): PartsPlace {
  const { client, encryption } = bucket
  const { imageKey, tailPrefix } = names
  const reader = sequentialReader((start, end) => bucket.openObject(imageKey, { start, end }))
  let note: Note | null = null

  const write = async (next: Note): Promise<void> => {
    await bucket.putObject(names.noteKey, Buffer.from(JSON.stringify(next)))
    note = next
  }
  const begun = async (): Promise<string> => {
    if (note === null) throw new Error('A part comes before its note.')
    if (note.multipart !== null) return note.multipart
    const multipart = await createMultipart(bucket, imageKey)
    await write({ ...note, multipart })
    return multipart
  }
  const putPart = async (number: number, body: Uint8Array): Promise<Part> => {
    const query = { partNumber: String(number), uploadId: await begun() }
    const answer = await client.ask({
      method: 'PUT',
      key: imageKey,
      query,
      body,
      headers: encryption.ofParts,
    })
    await textOf(answer)
    return { number, sizeBytes: body.length, tag: answer.headers.etag ?? '' }
  }
  return {
    imageUrl,
    async load() {
      note = await readNote(bucket, names.noteKey)
      if (note === null) return null
      const [parts, tail] = await Promise.all([
        note.multipart === null ? [] : listParts(bucket, imageKey, note.multipart),
        listTail(bucket, tailPrefix),
      ])
      return { plan: note, parts, tail }
    },
    begin: (plan) => write({ ...plan, imageKey, multipart: null }),
    putPart,
    // One byte is no size that a part is ever planned to have.
    voidPart: async (number) => void (await putPart(number, new Uint8Array(1))),
    putTail: (offset, bytes) => bucket.putObject(tailKey(tailPrefix, offset), bytes),
    readTail: (piece, target) => bucket.readObject(tailKey(tailPrefix, piece.offset), 0, target),
    async dropTail(pieces) {
      for (const { offset } of pieces) await bucket.removeObject(tailKey(tailPrefix, offset))
    },
    complete: async (parts) => completeMultipart(bucket, imageKey, await begun(), parts),
    putWhole: (body) => bucket.putObject(imageKey, body),
    imageBytes: () => bucket.sizeOf(imageKey),
    readImage: reader.read,
    // The note last: while it stands, the rest can be found.
    async forget() {
      // Others may stand open at this name, begun by a request whose answer was lost. All of them were this upload's.
      if (note !== null && note.multipart !== null) await abortMultiparts(bucket, imageKey)
      await bucket.removeAll(tailPrefix)
      await bucket.removeObject(names.noteKey)
    },
    release: reader.close,
  }
}

/** Removes what is staged of an upload that nobody knows. The image at its name may be another upload's by now. */
export async function sweepPlace(bucket: S3Bucket, names: Omit<S3Names, 'imageKey'>): Promise<void> {
  const note = await readNote(bucket, names.noteKey)
  if (note?.multipart != null) {
    const query = { uploadId: note.multipart }
    await ifPresent(bucket.client.askText({ method: 'DELETE', key: note.imageKey, query }))
  }
  await bucket.removeAll(names.tailPrefix)
  await bucket.removeObject(names.noteKey)
}

async function readNote({ client, encryption }: S3Bucket, noteKey: string): Promise<Note | null> {
  const asked = { key: noteKey, headers: encryption.ofParts }
  const text = await ifPresent(client.askText({ method: 'GET', ...asked }))
  return text === null ? null : NOTE.parse(JSON.parse(text))
}

const tailKey = (prefix: string, offset: number): string => `${prefix}${String(offset).padStart(16, '0')}`

async function listTail(bucket: S3Bucket, prefix: string): Promise<TailPiece[]> {
  const objects = await bucket.list(prefix)
  return objects.map(({ key, sizeBytes }) => ({ offset: Number(key.slice(prefix.length)), sizeBytes }))
}
