import { createHash, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Image } from '#lib/domain/image.ts'
import type { Upload, UploadRequest } from '#lib/domain/upload.ts'
import { alice, aRawImage, contentOf, inChunks, type UploadWorld, unaborted } from './upload-world.ts'

export const MIB = 1024 ** 2
export const hex = (algo: string, bytes: Uint8Array) => createHash(algo).update(bytes).digest('hex')

/** The steps of an upload in the words of the tests, in the world of the moment. */
export function uploadSteps(now: () => UploadWorld) {
  const queued = (change: Partial<Image> = {}) => now().images.add(alice, aRawImage(randomUUID(), change))
  const start = async (request: Partial<UploadRequest> = {}, image?: Image) =>
    now().images.startUpload(alice, image ?? (await queued()), { kind: 'put', totalBytes: null, ...request })
  const receive = (upload: Upload, bytes: Uint8Array, offset = 0) =>
    now().images.receiveData(alice, upload, { stream: inChunks(bytes, 65_536), offset, signal: unaborted })
  const finish = (upload: Upload) => now().images.finishUpload(alice, upload)
  const imageOf = (upload: Upload) => now().images.get(alice, upload.imageId)
  const files = async () => {
    const folders = ['staging', 'images'].map((name) => readdir(join(now().folder, name)).catch(() => []))
    return (await Promise.all(folders)).flat()
  }
  const expectGivenBack = async (upload: Upload) => {
    expect(await imageOf(upload)).toMatchObject({ status: 'queued', sizeBytes: null, checksum: null })
    expect(await files()).toEqual([])
  }
  const expectActive = async (image: Image, bytes: Uint8Array) => {
    expect(image).toMatchObject({
      ...{ status: 'active', sizeBytes: bytes.length, checksum: hex('md5', bytes) },
      ...{ hashAlgo: 'sha512', hashValue: hex('sha512', bytes) },
    })
    const { stream, lengthBytes } = await now().images.openData(alice, image, null, unaborted)
    expect(lengthBytes).toBe(bytes.length)
    expect(Buffer.compare(await contentOf(stream), bytes)).toBe(0)
    expect(await files()).toEqual([image.id])
  }
  return { queued, start, receive, finish, imageOf, files, expectGivenBack, expectActive }
}
