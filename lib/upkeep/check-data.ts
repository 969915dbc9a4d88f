import { randomUUID } from 'node:crypto'
import type { CheckOutcome, CheckResult, DataCheckRecords, DueCheck } from '#lib/domain/data-checks.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { isWritable } from '#lib/stores/store.ts'
import type { HashData, HashedData } from '#lib/uploads/hash-data.ts'
import { type Pace, paced } from './pace.ts'

export interface CheckDeps {
  readonly records: DataCheckRecords
  readonly stores: StoreRegistry
  /** Any image; null when it is gone. */
  readonly imageOf: (imageId: string) => Promise<Image | null>
  readonly clock: Clock
  /** Owns leases. */
  readonly node: string
  readonly pace: Pace
  readonly hash: HashData
  /** Data that was not read for so long is read by itself; null: only what is asked for. */
  readonly everyMs: number | null
  readonly onChecked: (due: DueCheck, result: CheckResult, bytes: number) => void
}

export interface DataChecks {
  /** Something was asked for: begins at once instead of at the next look. */
  wake(): void
  readonly job: PeriodicJob
  /** Gives back what is being read. */
  close(): Promise<void>
}

const LOOK_MS = 60_000
const LEASE_MS = 30_000
const HEARTBEAT_MS = 5_000

/**
 * Reads data at rest against its hash, one image at a time and at the site's pace. What is cut short by the end of the
 * process is read again from its beginning, by whoever comes next.
 */
export function createDataChecks(deps: CheckDeps): DataChecks {
  const ending = new AbortController()
  let running: Promise<void> | null = null
  const stop = (): void => ending.abort()
  const run = (): Promise<void> => {
    running ??= checkAll(deps, ending.signal).finally(() => {
      running = null
    })
    return running
  }
  return {
    wake: () => void run().catch(() => undefined),
    job: {
      name: 'check data at rest',
      everyMs: LOOK_MS,
      run(signal) {
        if (signal.aborted) ending.abort()
        signal.addEventListener('abort', stop, { once: true })
        return run()
      },
    },
    async close() {
      stop()
      await running?.catch(() => undefined)
    },
  }
}

async function checkAll(deps: CheckDeps, signal: AbortSignal): Promise<void> {
  const { records, stores, clock, everyMs } = deps
  while (!signal.aborted) {
    const nowMs = clock.nowMs()
    const answering = stores.stores.filter(({ id }) => !stores.isDown(id))
    const asked = await records.nextDue({
      ...{ storeIds: answering.map(({ id }) => id), staleBeforeMs: null, nowMs },
    })
    // What lies on web servers of others is read only when somebody asks for it.
    const own = answering.filter(isWritable).map(({ id }) => id)
    const due =
      asked ??
      (everyMs === null
        ? null
        : await records.nextDue({ storeIds: own, staleBeforeMs: nowMs - everyMs, nowMs }))
    if (due === null) return
    await checkOne(deps, due, signal)
  }
}

async function checkOne(deps: CheckDeps, due: DueCheck, ending: AbortSignal): Promise<void> {
  const { records, clock, node } = deps
  const owner = `${node}/${randomUUID()}`
  const lease = () => ({ owner, node, untilMs: clock.nowMs() + LEASE_MS })
  if (!(await records.lease(due, lease(), clock.nowMs()))) return
  const lost = new AbortController()
  const signal = AbortSignal.any([ending, lost.signal])
  let doneBytes = 0
  const endBeating = clock.every(HEARTBEAT_MS, () => {
    void records.renew(due, lease(), doneBytes).then(
      (isOurs) => isOurs || lost.abort(),
      () => undefined,
    )
  })
  try {
    const tell = (bytes: number) => {
      doneBytes = bytes
    }
    const outcome = await examine(deps, due, { signal, tell })
    if (signal.aborted) await records.release(due, owner)
    else await records.end(due, owner, outcome)
    if (!signal.aborted) deps.onChecked(due, outcome.result, doneBytes)
  } finally {
    endBeating()
  }
}

interface Reading {
  readonly signal: AbortSignal
  readonly tell: (doneBytes: number) => void
}

async function examine(deps: CheckDeps, due: DueCheck, reading: Reading): Promise<CheckOutcome> {
  const finding = await findOut(deps, due, reading)
  return { ...finding, nowMs: deps.clock.nowMs() }
}

async function findOut(
  { stores, imageOf, pace, hash }: CheckDeps,
  { imageId, storeId, url }: DueCheck,
  { signal, tell }: Reading,
): Promise<Omit<CheckOutcome, 'nowMs'>> {
  try {
    const image = await imageOf(imageId)
    if (image === null) return { result: 'unreadable', message: 'The image was deleted.' }
    const { stream } = await stores.holding(storeId).open(url, null, signal)
    return judged(image, await hash(paced(stream, pace, signal), algosFor(image), tell))
  } catch (error) {
    if (isDomainError(error, 'not_found')) {
      return { result: 'damaged', message: 'There is no data in the store.' }
    }
    return {
      result: 'unreadable',
      message: isDomainError(error) ? error.message : 'It could not be read: see the log of the server.',
    }
  }
}

const ALGOS = ['md5', 'sha512', 'sha1', 'sha256'] as const

/** The usual two, and the image's own. */
function algosFor({ hashAlgo }: Image) {
  return ALGOS.filter((algo) => algo === 'md5' || algo === 'sha512' || algo === hashAlgo)
}

/** Held against the strongest hash that the image has. */
function judged(image: Image, { digests, sizeBytes }: HashedData): Omit<CheckOutcome, 'nowMs'> {
  const algo = image.hashValue === null ? 'md5' : (image.hashAlgo ?? 'sha512')
  const expected = image.hashValue ?? image.checksum
  const actual = (digests as Readonly<Record<string, string>>)[algo]
  if (image.sizeBytes !== null && sizeBytes !== image.sizeBytes) {
    return { result: 'damaged', message: `It has ${sizeBytes} bytes instead of ${image.sizeBytes}.` }
  }
  if (actual === undefined)
    return { result: 'unreadable', message: `Hashes of the kind ${algo} are not known here.` }
  if (actual === expected) return { result: 'intact', message: '' }
  return { result: 'damaged', message: `Its ${algo} is ${actual} instead of ${expected}.` }
}
