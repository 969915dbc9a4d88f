import { randomUUID } from 'node:crypto'
import { type Context, systemContext } from '#lib/domain/context.ts'
import { conflict, invalid } from '#lib/domain/errors.ts'
import type { Image, ImageChange, ImageLocation } from '#lib/domain/image.ts'
import { IMPORT_LOCK } from '#lib/domain/import-records.ts'
import type { Limits } from '#lib/domain/limits.ts'
import type { LocationImports } from '#lib/domain/location-imports.ts'
import type { ImageData, ImageRecords } from '#lib/domain/repository.ts'
import type { NewTask, TaskOutcome, TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import type { TaskHandler, TaskWork } from '#lib/tasks/task-handler.ts'
import { watchImage } from '#lib/tasks/watch-image.ts'
import type { HashData } from '#lib/uploads/hash-data.ts'

type Save = ImageRecords['save']

export interface LocationImportPorts {
  /** Checks a new location and its size, then saves with `save`. */
  readonly savePlaces: (ctx: Context, change: ImageChange, save: Save) => Promise<Image>
  readonly save: Save
  /** Any image, whoever owns it; null when it is gone. */
  readonly imageOf: (imageId: string) => Promise<Image | null>
  readonly tasks: Pick<TaskRecords, 'add' | 'end'>
  /** What the owner's images must fit into with the data. */
  readonly limits: Limits
  /** The data as the image's stores give it. @throws `unavailable` */
  readonly open: (image: Image, signal: AbortSignal) => Promise<ImageData>
  readonly hash: HashData
  /** Whether data is read to learn its hashes; otherwise what clients say of it is believed. */
  readonly isHashing: boolean
  readonly wake: () => void
  readonly clock: Clock
}

export function createLocationImports(ports: LocationImportPorts): LocationImports {
  return {
    async begin(ctx, image, place, expected) {
      if (image.status !== 'queued') {
        throw conflict(`Image ${image.id} is ${image.status}: a location is added while it is queued.`)
      }
      const within = image.owner === null ? {} : { within: await ports.limits.of(image.owner) }
      if (!ports.isHashing) {
        const change = { before: image, after: believed(image, place, expected), ...within }
        await ports.savePlaces(ctx, change, ports.save)
        return
      }
      const task = taskOf(ports, ctx, { imageId: image.id, url: place.url, expected })
      const change = { before: image, after: locked(image, place, { expected, taskId: task.id }), ...within }
      await ports.savePlaces(ctx, change, withTask(ports, task))
      ports.wake()
    },
  }
}

/** Image and task together: a crash leaves no image that waits for nobody. */
function withTask({ tasks }: LocationImportPorts, task: NewTask): Save {
  return async (ctx, change) => {
    await tasks.add(task, { ctx, change })
    return change.after
  }
}

function believed(image: Image, place: ImageLocation, expected: ExpectedHash | null): Image {
  const hash = expected === null ? {} : { hashAlgo: expected.algo, hashValue: expected.value }
  return { ...image, ...hash, locations: [place], status: 'active' }
}

/** Locked by its task, and active at once where nothing is held against its hashes: nobody waits for these. */
function locked(
  image: Image,
  place: ImageLocation,
  { expected, taskId }: { expected: ExpectedHash | null; taskId: string },
): Image {
  const properties = { ...image.properties, [IMPORT_LOCK]: taskId }
  return { ...image, properties, locations: [place], status: expected === null ? 'active' : 'importing' }
}

function taskOf(
  { clock }: LocationImportPorts,
  ctx: Context,
  { imageId, url, expected }: { imageId: string; url: string; expected: ExpectedHash | null },
): NewTask {
  const said = expected === null ? {} : { os_hash_algo: expected.algo, os_hash_value: expected.value }
  return {
    ...{ id: randomUUID(), type: 'location_import' as const, imageId, createdAtMs: clock.nowMs() },
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
      if (before === null) return end(ports, task, work, outcomeOf(task, 'The image was deleted.'))
      const endWatching = watchImage(ports, before.id, work)
      try {
        const hashes = await hashImage(ports, before, expectedOf(task), work)
        const image = withHashes((await imageOf(ports, task)) ?? before, hashes)
        await end(ports, task, work, { ...outcomeOf(task, 'The data was read and has its hashes.'), image })
      } finally {
        endWatching()
      }
    },
    async fail(task, work, message) {
      const before = await imageOf(ports, task)
      const outcome = { status: 'failure' as const, result: null, message }
      const image = before === null ? undefined : { before, after: unlocked(givenBack(before)) }
      await end(ports, task, work, { ...outcome, image })
    },
  }
}

function outcomeOf({ imageId }: TaskRecord, message: string): TaskOutcome {
  return { status: 'success', result: { image_id: imageId }, message }
}

/** The task and what it has made of its image, together. */
async function end(
  { tasks, clock }: LocationImportPorts,
  task: TaskRecord,
  { owner }: TaskWork,
  { image, ...outcome }: TaskOutcome & { readonly image?: ImageChange | undefined },
): Promise<void> {
  const step = image === undefined ? undefined : { ctx: workerContext(task), change: image }
  await tasks.end(task.id, owner, outcome, { nowMs: clock.nowMs(), image: step })
}

const workerContext = (task: TaskRecord): Context => systemContext(task.requestId ?? `task-${task.id}`)

type Hashes = Pick<Image, 'checksum' | 'hashAlgo' | 'hashValue' | 'sizeBytes'>

async function hashImage(
  ports: LocationImportPorts,
  before: Image,
  expected: ExpectedHash | null,
  work: TaskWork,
): Promise<Hashes> {
  const { stream } = await ports.open(before, work.signal)
  const algos = [...new Set(['md5', 'sha512', ...(expected === null ? [] : [expected.algo])] as const)]
  const { digests, sizeBytes } = await ports.hash(stream, algos, (doneBytes) =>
    work.progress('hashing', doneBytes, before.sizeBytes),
  )
  work.signal.throwIfAborted()
  if (expected !== null && digests[expected.algo] !== expected.value) {
    throw invalid(`The data has the ${expected.algo} ${digests[expected.algo]}, not ${expected.value}.`)
  }
  return {
    ...{ checksum: digests.md5 ?? null, hashAlgo: 'sha512', hashValue: digests.sha512 ?? null },
    sizeBytes,
  }
}

function withHashes(before: Image, hashes: Hashes): ImageChange {
  const status = before.status === 'importing' ? 'active' : before.status
  return { before, after: unlocked({ ...before, ...hashes, status }) }
}

/** Queued again, without the location. The data is not ours until its image is active: it stays. */
function givenBack(image: Image): Image {
  if (image.status !== 'importing') return image
  return { ...image, status: 'queued', sizeBytes: null, virtualSizeBytes: null, locations: [] }
}

function unlocked(image: Image): Image {
  const { [IMPORT_LOCK]: _, ...properties } = image.properties
  return { ...image, properties }
}

async function imageOf({ imageOf }: LocationImportPorts, { imageId }: TaskRecord): Promise<Image | null> {
  return imageId === null ? null : imageOf(imageId)
}

function expectedOf({ state }: TaskRecord): ExpectedHash | null {
  return (state as { expected?: ExpectedHash | null }).expected ?? null
}
