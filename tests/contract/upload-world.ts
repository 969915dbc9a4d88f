import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '#lib/db/database.ts'
import { createDoomedDataRecords } from '#lib/db/doomed-data-records.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createReservationRecords } from '#lib/db/quota/reservations.ts'
import { createUploadRecords } from '#lib/db/upload-records.ts'
import type { Context } from '#lib/domain/context.ts'
import type { UploadProgress } from '#lib/domain/events.ts'
import type { Image } from '#lib/domain/image.ts'
import { type Limits, UNLIMITED } from '#lib/domain/limits.ts'
import type { ImageRepository } from '#lib/domain/repository.ts'
import type { Quota } from '#lib/domain/reservations.ts'
import type { DoomedDataRecords } from '#lib/domain/upload-records.ts'
import { type Clock, systemClock } from '#lib/jobs/clock.ts'
import { locationLayer } from '#lib/layers/location.ts'
import { createQuota } from '#lib/quota/create-quota.ts'
import type { CertificateSource } from '#lib/signatures/certificates.ts'
import { createFilesystemStore } from '#lib/stores/filesystem/filesystem-store.ts'
import { createStoreRegistry } from '#lib/stores/registry.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { createUploads, type Uploads } from '#lib/uploads/create-uploads.ts'
import type { UploadSettings } from '#lib/uploads/upload-ports.ts'
import { STAGING_STORE_ID } from '#lib/uploads/with-staging.ts'

const MIB = 1024 ** 2

export interface UploadWorldOptions {
  readonly database: Database
  readonly settings?: Partial<UploadSettings>
  readonly clock?: Clock
  /** Wraps the store, to make it fail. */
  readonly store?: (store: WritableStore) => WritableStore
  /** An existing folder: another server over the same data. */
  readonly folder?: string
  readonly node?: string
  readonly limits?: Limits
  readonly certificates?: CertificateSource
}

export interface UploadWorld {
  readonly images: ImageRepository
  readonly uploads: Uploads
  readonly doomed: DoomedDataRecords
  readonly store: WritableStore
  readonly folder: string
  readonly events: UploadProgress[]
  readonly troubles: unknown[]
  readonly quota: Quota
  /** Runs the background jobs once. */
  tend(): Promise<void>
  close(): Promise<void>
}

/** Images, uploads and a filesystem store over a database: all but HTTP. */
export async function createUploadWorld(options: UploadWorldOptions): Promise<UploadWorld> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'vitrine-uploads-')))
  const file = createFilesystemStore({ id: 'file', folder })
  const store = options.store?.(file) ?? file
  const stores = createStoreRegistry([store], store.id)
  const events: UploadProgress[] = []
  const troubles: unknown[] = []
  const clock = options.clock ?? systemClock
  const records = createImageRecords(options.database, clock.nowMs)
  const doomed = createDoomedDataRecords(options.database)
  const limits = options.limits ?? { of: async () => UNLIMITED }
  const quota = createQuota({ rows: createReservationRecords(options.database), limits })
  const uploads = createUploads({
    quota,
    staging: createFilesystemStore({ id: STAGING_STORE_ID, folder: join(folder, 'import') }),
    ...{ stores, doomed, clock, records: createUploadRecords(options.database), appDir: process.cwd() },
    events: { publish: (event) => events.push(event) },
    settings: { ...DEFAULTS, ...options.settings },
    certificates: options.certificates ?? { find: async () => null },
    imageOf: (ctx, imageId) => records.get(ctx, imageId),
    report: (_what, error) => troubles.push(error),
    ...(options.node === undefined ? {} : { node: options.node }),
  })
  const { desk, removeDoomed } = uploads
  const images = locationLayer({
    ...{ stores, uploads: desk, doomed, removeDoomed, nowMs: clock.nowMs, cache: null, trash: null },
    places: { isOthers: async () => false },
    imports: { start: async () => ({ taskId: null }) },
  })(records)
  return {
    ...{ images, uploads, doomed, store, folder, events, troubles, quota },
    async tend() {
      for (const job of uploads.jobs) await job.run(new AbortController().signal)
    },
    async close() {
      await uploads.close()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

const DEFAULTS: UploadSettings = {
  sizeCapBytes: 64 * MIB,
  idleMs: 60_000,
  expiryMs: 3_600_000,
  requireFormatMatch: true,
}

export const alice: Context = {
  userId: 'alice',
  userName: 'alice',
  projectId: 'project-a',
  projectName: 'a',
  roles: ['member', 'reader'],
  requestId: 'req-test',
}

export function aRawImage(id: string, change: Partial<Image> = {}): Image {
  return {
    ...{ id, name: id, status: 'queued', visibility: 'shared', isProtected: false, isHidden: false },
    ...{ owner: 'project-a', diskFormat: 'raw', containerFormat: 'bare', minDiskGb: 0, minRamMb: 0 },
    ...{ sizeBytes: null, virtualSizeBytes: null, checksum: null, hashAlgo: null, hashValue: null },
    ...{
      createdAtMs: 1_700_000_000_000,
      updatedAtMs: 1_700_000_000_000,
      tags: [],
      properties: {},
      locations: [],
    },
    ...change,
  }
}

/** Bytes that tell their own place: a piece put at the wrong offset cannot go unnoticed. */
export function someBytes(lengthBytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthBytes)
  let state = seed >>> 0
  for (let index = 0; index < lengthBytes; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[index] = state >>> 24
  }
  return bytes
}

export async function* inChunks(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    yield bytes.subarray(offset, offset + chunkBytes)
  }
}

export async function contentOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** A sender in the test's hands. */
export function aSender() {
  const waiting: Uint8Array[] = []
  let end: { readonly error: unknown } | 'end' | null = null
  let wake: (() => void) | null = null
  let takenBytes = 0
  const move = (): void => wake?.()
  async function* sending(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = waiting.shift()
      if (next !== undefined) {
        yield next
        takenBytes += next.length
      } else if (end === 'end') return
      else if (end !== null) throw end.error
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  }
  return {
    stream: sending(),
    /** Bytes that the receiver has dealt with. */
    takenBytes: () => takenBytes,
    send(bytes: Uint8Array): void {
      waiting.push(bytes)
      move()
    },
    end(): void {
      end = 'end'
      move()
    },
    fail(error: unknown): void {
      end = { error }
      move()
    },
  }
}

export const unaborted = new AbortController().signal
