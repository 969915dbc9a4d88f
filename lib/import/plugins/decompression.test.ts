import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as zlib from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Image } from '#lib/domain/image.ts'
import { anImage } from '#tests/contract/image-records-builders.ts'
import { aZip } from '#tests/support/zip-samples.ts'
import { createDecompression } from './decompression.ts'

const DISK = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7 + (index >> 9)) & 255))
const LIMITS = { memoryBytes: 512 * 1024 ** 2, cpuSeconds: 60, ratio: 20, freeBytes: 1_000_000 }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-unpack-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

interface Work {
  readonly mostBytes?: number
  readonly image?: Partial<Image>
  readonly signal?: AbortSignal
}

async function unpack(bytes: Uint8Array, { mostBytes = 50_000_000, image = {}, signal }: Work = {}) {
  const path = join(folder, 'staged')
  const scratchPath = join(folder, 'scratch')
  await writeFile(path, bytes)
  const told: number[] = []
  const result = await createDecompression(LIMITS).run(
    { path, sizeBytes: bytes.length },
    {
      ...{ scratchPath, mostBytes, signal: signal ?? new AbortController().signal },
      image: anImage({ diskFormat: 'raw', containerFormat: 'bare', ...image }),
      requester: { userId: null, projectId: null, roles: [] },
      progress: (done) => told.push(done),
    },
  )
  return { result, told, bytes: result.isReplaced ? await readFile(scratchPath) : null }
}

describe('image_decompression', () => {
  it.each([
    ['gzip', zlib.gzipSync(DISK)],
    [
      'gzip in two members',
      Buffer.concat([zlib.gzipSync(DISK.subarray(0, 9)), zlib.gzipSync(DISK.subarray(9))]),
    ],
    ['zstd', zlib.zstdCompressSync(DISK)],
    ['a zip with one deflated file', aZip([{ name: 'disk.img', bytes: DISK }])],
    ['a zip with one stored file', aZip([{ name: 'disk.img', bytes: DISK, isStored: true }])],
    [
      'a zip with 64-bit lengths and a comment',
      aZip([{ name: 'disk.img', bytes: DISK, isWide: true }], 'PK'),
    ],
  ])('unpacks %s', async (_name, packed) => {
    const { bytes, told } = await unpack(packed)
    expect(bytes?.equals(DISK)).toBe(true)
    expect(told.every((done) => done <= packed.length)).toBe(true)
  })

  it.each([
    ['what is not packed', DISK, {}],
    ['what is meant to be packed', zlib.gzipSync(DISK), { containerFormat: 'compressed' }],
    ['a ramdisk', zlib.gzipSync(DISK), { diskFormat: 'ari', containerFormat: 'ari' }],
  ])('leaves %s alone', async (_name, bytes, image) => {
    expect((await unpack(bytes, { image })).result).toEqual({})
  })

  const zeros = Buffer.alloc(30_000_000)
  it.each([
    ['gzip', zlib.gzipSync(zeros)],
    ['zstd', zlib.zstdCompressSync(zeros)],
    ['zip', aZip([{ name: 'zeros', bytes: zeros }])],
  ])('stops a bomb of %s by the size and by the ratio', async (_name, bomb) => {
    await expect(unpack(bomb, { mostBytes: 999_999 })).rejects.toMatchObject({ code: 'over_limit' })
    await expect(unpack(bomb)).rejects.toMatchObject({ code: 'over_limit' })
    // Not more than the allowed bytes ever lay on the disk.
    expect((await readFile(join(folder, 'scratch'))).length).toBeLessThanOrEqual(1_000_000)
  })

  it('refuses what is packed twice', async () => {
    const twice = zlib.gzipSync(aZip([{ name: 'x', bytes: DISK }]))
    await expect(unpack(twice)).rejects.toThrow(/packed twice: there is zip/)
  })

  const good = aZip([{ name: 'disk.img', bytes: DISK }])
  it.each([
    [
      'a zip with two files',
      aZip([
        { name: 'a', bytes: DISK },
        { name: 'b', bytes: DISK },
      ]),
      /2 entries/,
    ],
    ['a zip without files', aZip([]), /0 entries/],
    ['a folder', aZip([{ name: 'folder/', bytes: Buffer.alloc(0) }]), /only a folder/],
    ['an encrypted zip', aZip([{ name: 'a', bytes: DISK, flags: 1 }]), /encrypted/],
    ['an unknown method', aZip([{ name: 'a', bytes: DISK, method: 99 }]), /method 99/],
    [
      'a zip whose directory lies about the length',
      aZip([{ name: 'a', bytes: DISK, claims: 1000 }]),
      /damaged/,
    ],
    ['a zip with a wrong checksum', aZip([{ name: 'a', bytes: DISK, crc32: 1 }]), /damaged/],
    ['a zip that is cut short', good.subarray(0, good.length - 30), /damaged/],
    ['gzip that is cut short', zlib.gzipSync(DISK).subarray(0, 900), /gzip data is damaged/],
    ['zstd that is cut short', zlib.zstdCompressSync(DISK).subarray(0, 300), /zstd data is damaged/],
    ['gzip that is nonsense', Buffer.concat([Buffer.from([31, 139, 8]), DISK]), /gzip data is damaged/],
  ])('refuses %s', async (_name, bytes, message) => {
    await expect(unpack(bytes)).rejects.toMatchObject({
      code: 'unsupported_media',
      message: expect.stringMatching(message),
    })
  })

  it('ends with the reason of whoever calls it off', async () => {
    const reason = new Error('called off')
    const signal = AbortSignal.abort(reason)
    await expect(unpack(zlib.gzipSync(DISK), { signal })).rejects.toBe(reason)
  })
})
