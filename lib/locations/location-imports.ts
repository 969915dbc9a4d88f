import { randomUUID } from 'node:crypto'
import { type Context, systemContext } from '#lib/domain/context.ts'
import { conflict, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { Image, ImageLocation } from '#lib/domain/image.ts'
import type { Limits } from '#lib/domain/limits.ts'
import type { LocationImports } from '#lib/domain/location-imports.ts'
import type { ImageData, ImageRecords } from '#lib/domain/repository.ts'
import type { TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import type { TaskHandler, TaskWork } from '#lib/tasks/task-handler.ts'
import { hashData } from './hash-data.ts'

export interface LocationImportPorts {
  /** Checks a new location and its size. */
  readonly places: Pick<ImageRecords, 'save'>
  readonly images: Pick<ImageRecords, 'get' | 'save'>
  readonly tasks: TaskRecords
  /** What the owner's images must fit into with the data. */
  readonly limits: Limits
  /** The data as the image's stores give it. @throws `unavailable` */
  readonly open: (image: Image, signal: AbortSignal) => Promise<ImageData>
  /** Whether data is read to learn its hashes; otherwise what clients say of it is believed. */
  readonly isHashing: boolean
  readonly wake: () => void
  readonly nowMs: () => number
}

export function createLocationImports(ports: LocationImportPorts): LocationImports {
  return {
    async begin(ctx, image, place, expected) {
      if (image.status !== 'queued') {
        throw conflict(`Image ${image.id} is ${image.status}: a location is added while it is queued.`)
      }
      const { after, mustHash } = begun(ports, image, place, expected)
      const within = image.owner === null ? {} : { within: await ports.limits.of(image.owner) }
      await ports.places.save(ctx, { before: image, after, ...within })
      if (!mustHash) return
      await ports.tasks.add(taskOf(ports, ctx, { imageId: image.id, url: place.url, expected }))
      ports.wake()
    },
  }
}

function begun(
  { isHashing }: LocationImportPorts,
  image: Image,
  place: ImageLocation,
  expected: ExpectedHash | null,
): { after: Image; mustHash: boolean } {
  const placed = { ...image, locations: [place] }
  if (isHashing) {
    // Nobody waits for hashes that nothing is held against.
    return { after: { ...placed, status: expected === null ? 'active' : 'importing' }, mustHash: true }
  }
  const believed = expected === null ? {} : { hashAlgo: expected.algo, hashValue: expected.value }
  return { after: { ...placed, ...believed, status: 'active' }, mustHash: false }
}

function taskOf(
  { nowMs }: LocationImportPorts,
  ctx: Context,
  { imageId, url, expected }: { imageId: string; url: string; expected: ExpectedHash | null },
) {
  const said = expected === null ? {} : { os_hash_algo: expected.algo, os_hash_value: expected.value }
  return {
    ...{ id: randomUUID(), type: 'location_import' as const, imageId, createdAtMs: nowMs() },
    ...{ owner: ctx.projectId, userId: ctx.userId, requestId: ctx.requestId },
    input: { image_id: imageId, loc_url: url, validation_data: said },
    state: { expected },
  }
}

/** Reads the data, learns its hashes, and holds them against what the client said. May be done again after a crash. */
export function locationImportHandler(ports: LocationImportPorts): TaskHandler {
  return {
    type: 'location_import',
    async run(task, work) {
      const before = await imageOf(ports, task)
      const isDone = before?.status === 'active' && before.hashValue !== null
      if (before !== null && !isDone) await hashImage(ports, before, expectedOf(task), work)
      const message = before === null ? 'The image was deleted.' : 'The data was read and has its hashes.'
      const outcome = { status: 'success' as const, result: { image_id: task.imageId }, message }
      await ports.tasks.end(task.id, work.owner, outcome, ports.nowMs())
    },
    async fail(task, work, message) {
      const before = await imageOf(ports, task)
      if (before?.status === 'importing') await giveBack(ports, before)
      const outcome = { status: 'failure' as const, result: null, message }
      await ports.tasks.end(task.id, work.owner, outcome, ports.nowMs())
    },
  }
}

async function hashImage(
  ports: LocationImportPorts,
  before: Image,
  expected: ExpectedHash | null,
  work: TaskWork,
): Promise<void> {
  const { stream } = await ports.open(before, work.signal)
  const hashes = await hashData(stream, expected?.algo ?? null, (doneBytes) =>
    work.progress('hashing', doneBytes, before.sizeBytes),
  )
  if (expected !== null && hashes[expected.algo] !== expected.value) {
    throw invalid(`The data has the ${expected.algo} ${hashes[expected.algo]}, not ${expected.value}.`)
  }
  await work.assertHeld()
  const status = before.status === 'importing' ? 'active' : before.status
  await ports.images.save(systemContext(`location-${before.id}`), {
    before,
    after: {
      ...before,
      ...{ status, checksum: hashes.md5, hashAlgo: 'sha512', hashValue: hashes.sha512 },
      sizeBytes: hashes.sizeBytes,
    },
  })
}

/** Queued again, without the location. The data is not ours until its image is active: it stays. */
async function giveBack({ images }: LocationImportPorts, before: Image): Promise<void> {
  const after: Image = { ...before, status: 'queued', sizeBytes: null, virtualSizeBytes: null, locations: [] }
  await images.save(systemContext(`location-${before.id}`), { before, after })
}

async function imageOf({ images }: LocationImportPorts, { imageId }: TaskRecord): Promise<Image | null> {
  if (imageId === null) return null
  try {
    return await images.get(systemContext(`location-${imageId}`), imageId)
  } catch (error) {
    if (isDomainError(error, 'not_found')) return null
    throw error
  }
}

function expectedOf({ state }: TaskRecord): ExpectedHash | null {
  return (state as { expected?: ExpectedHash | null }).expected ?? null
}
