import { notFound } from '#lib/domain/errors.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import { badRange } from '../bad-range.ts'
import { idOf } from '../object-names.ts'
import { countStaged, openPartStaging } from '../parts/part-staging.ts'
import type { PartsPlace } from '../parts/parts-place.ts'
import { downloadStream } from '../remote/download-stream.ts'
import { ifPresent } from '../remote/if-present.ts'
import type { StagingKey, WritableStore } from '../store.ts'
import { untilDone } from '../until-done.ts'
import { createYoungGarbage, type YoungGarbage } from '../young-garbage.ts'
import { createS3Bucket, type S3Bucket } from './s3-bucket.ts'
import { createS3Client } from './s3-client.ts'
import { abortMultiparts } from './s3-multipart.ts'
import { keyIn, namesOf, STAGING, s3Url } from './s3-names.ts'
import type { S3StoreOptions } from './s3-options.ts'
import { createS3Place, sweepPlace } from './s3-place.ts'

const GIB = 1024 ** 3
/** S3's own. */
const LARGEST_PART_BYTES = 5 * GIB

/** Keeps each image in one object of a bucket. Asks nothing of the servers until it is first used. */
export function createS3Store(options: S3StoreOptions): WritableStore {
  const { id, prefix = '', partBytes, mostParts, redirect } = options
  const client = createS3Client(options)
  const bucket = createS3Bucket(id, client, options.encryption)
  const limits = { partBytes, mostParts, largestPartBytes: LARGEST_PART_BYTES }
  const garbage = createYoungGarbage()
  const placeOf = (key: StagingKey): PartsPlace => {
    const names = namesOf(prefix, key)
    return createS3Place(bucket, names, s3Url(options.endpoint, options.bucket, names.imageKey))
  }
  const find = (url: string) => keyIn(url, options.bucket, prefix)
  const makeBucket = untilDone(() => ensureBucket(bucket, options))
  return {
    id,
    countsOnlySafeBytes: true,
    async probe(use, signal) {
      if (use === 'write') await makeBucket()
      const answer = await client.ask({ method: 'HEAD', signal })
      answer.body.resume()
    },
    open: async (url, range, signal) => openData({ bucket, garbage, options }, find(url), { range, signal }),
    async sizeOf(url) {
      const key = find(url)
      return (await bucket.sizeOf(key)) ?? absent(id)
    },
    ...(redirect === undefined ? {} : { signUrl: async (url) => client.signedUrl(find(url), redirect) }),
    async openStaging(key) {
      await makeBucket()
      return openPartStaging({ place: placeOf(key), limits, totalBytes: key.totalBytes ?? null })
    },
    stagedSize: (key) => countStaged(placeOf(key), limits),
    async discardStaging(key) {
      const { imageKey, stagingPrefix } = namesOf(prefix, key)
      await abortMultiparts(bucket, imageKey)
      await bucket.removeObject(imageKey)
      await bucket.removeAll(stagingPrefix)
    },
    async listStaging() {
      await makeBucket()
      const names = await bucket.listFolders(prefix + STAGING)
      return names.map(idOf).filter((uploadId) => uploadId !== null)
    },
    sweepStaging: (uploadId) => sweepPlace(bucket, namesOf(prefix, { uploadId, imageId: uploadId })),
    async remove(url) {
      const key = find(url)
      // A delete of nothing is answered like any other.
      if ((await bucket.sizeOf(key)) === null) absent(id)
      await bucket.removeObject(key)
    },
  }
}

function absent(storeId: string): never {
  throw notFound('data in the store', storeId)
}

interface Reading {
  readonly bucket: S3Bucket
  readonly garbage: YoungGarbage
  readonly options: S3StoreOptions
}

async function openData(
  { bucket, garbage, options }: Reading,
  key: string,
  { range, signal }: { range: ByteRange | null; signal: AbortSignal },
): Promise<ImageData> {
  if (range !== null && !(range.start >= 0 && range.start <= range.end)) throw badRange(range)
  const wanted = range === null ? {} : { range: `bytes=${range.start}-${range.end}` }
  const headers = { ...bucket.encryption.ofParts, ...wanted }
  const answer = await bucket.client.ask({ method: 'GET', key, headers, signal })
  const { etag, 'content-length': length, 'content-range': given = '' } = answer.headers
  if (range !== null && !given.startsWith(`bytes ${range.start}-${range.end}/`)) {
    answer.body.destroy()
    throw badRange(range)
  }
  const start = range?.start ?? 0
  const lengthBytes = Number(length)
  const end = start + lengthBytes - 1
  const tag = etag === undefined ? {} : { tag: etag }
  const reopen = (position: number, stop: AbortSignal) =>
    bucket.openObject(key, { start: position, end }, { ...tag, signal: stop })
  const reopenings = options.retry.attempts - 1
  const download = { storeId: options.id, reopen, start, lengthBytes, garbage, reopenings, signal }
  return { stream: downloadStream(download, answer.body), lengthBytes }
}

async function ensureBucket({ client }: S3Bucket, { createBucket }: S3StoreOptions): Promise<void> {
  if (createBucket !== true) return
  const isThere = async () => {
    const answer = await ifPresent(client.ask({ method: 'HEAD' }))
    answer?.body.resume()
    return answer !== null
  }
  if (await isThere()) return
  await client.askText({ method: 'PUT' }).catch(async (error: unknown) => {
    // Another node was faster, or the answer to our first attempt was lost.
    if (!(await isThere())) throw error
  })
}
