import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { StoreRecords } from '#lib/domain/store-records.ts'
import type { TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'
import type { TaskHandler, TaskWork } from '#lib/tasks/task-handler.ts'
import { FOLLOW_MS } from '#lib/upkeep/follow-states.ts'
import { chooseTarget, type TargetDeps } from './choose-target.ts'
import { endTask } from './move-handler.ts'
import { forgetMove, hasGoodCopyElsewhere, type MoveDeps, moveImage } from './move-image.ts'
import { isPassing, nextTry } from './pauses.ts'
import { countWriters } from './writers.ts'

export interface DrainDeps extends MoveDeps, TargetDeps {
  readonly tasks: Pick<TaskRecords, 'end' | 'listUnfinished'>
  readonly records: Pick<StoreRecords, 'imagesIn' | 'contents' | 'uploadsInto'>
  /** So long after it was closed, other nodes may not know it and begin uploads there. */
  readonly newsMs: number
}

/** What a drain remembers between its images. */
export interface DrainState {
  readonly storeId: string
  /** Where an administrator wants everything; null: wherever there is room. */
  readonly to: string | null
  /** When the store was closed. */
  readonly closedAtMs: number
  readonly totalImages: number
  readonly totalBytes: number
  readonly doneImages: number
  readonly doneBytes: number
  /** At work on it: what a crash left is removed before the next. */
  readonly current: { readonly imageId: string; readonly to: string } | null
  /** The last image that was looked at. */
  readonly after: string
  readonly failures: readonly DrainFailure[]
  /** Rounds that left images behind for reasons that may pass. */
  readonly tries: number
  /** Everything that could be moved is; what comes in is waited for. */
  readonly isWaiting: boolean
}

interface DrainFailure {
  readonly imageId: string
  readonly reason: string
  /** It may be over soon. */
  readonly isPassing: boolean
}

/** What a drain begins with. */
export const NEW_DRAIN = {
  ...{ doneImages: 0, doneBytes: 0, current: null, after: '', failures: [], tries: 0, isWaiting: false },
} satisfies Partial<DrainState>

/** More than anybody reads. */
const MOST_FAILURES_TOLD = 50
const PAGE = 100

/**
 * Everything that lies in a store, image by image. Images that cannot be moved stay, and are named; those that could not for a
 * reason that may pass are tried again. It is over when nothing is on its way into the store any more.
 */
export function drainHandler(deps: DrainDeps): TaskHandler {
  return {
    type: 'vitrine_drain',
    async run(task, work) {
      const drain = beginRound(task, work)
      const { current, failures } = drain.state()
      if (current !== null) await forgetMove(deps, task, current)
      // What a crash interrupted comes first again, and so do images that came into the store meanwhile.
      const stuck = failures.filter((each) => !each.isPassing)
      await drain.remember({ current: null, after: '', failures: stuck })
      // Asked before the round: what is moved in one that nothing came before is everything.
      const coming = await whatComes(deps, drain.state())
      if (coming !== null && drain.state().isWaiting) return wait(deps, drain, coming)
      await moveAll(deps, drain, new Set(stuck.map(({ imageId }) => imageId)))
      if (await triesAgain(deps, drain)) return
      await (coming === null ? endDrain(deps, drain) : wait(deps, drain, coming))
    },
    async fail(task, work, message) {
      const { current } = task.state as unknown as DrainState
      if (current !== null) await forgetMove(deps, task, current)
      await endTask(deps, task, work, { status: 'failure', result: null, message })
    },
  }
}

interface Drain {
  readonly task: TaskRecord
  readonly work: TaskWork
  readonly remember: (change: Partial<DrainState>) => Promise<void>
  readonly state: () => DrainState
}

function beginRound(task: TaskRecord, work: TaskWork): Drain {
  // Of a service before this one, a drain may remember less.
  let state = { ...NEW_DRAIN, closedAtMs: 0, ...task.state } as unknown as DrainState
  return {
    ...{ task, work, state: () => state },
    async remember(change) {
      state = { ...state, ...change }
      await work.saveState({ ...state })
    },
  }
}

async function moveAll(deps: DrainDeps, drain: Drain, stuck: ReadonlySet<string>): Promise<void> {
  for (;;) {
    const { storeId, after } = drain.state()
    const ids = await deps.records.imagesIn(storeId, after, PAGE)
    for (const imageId of ids) if (!stuck.has(imageId)) await drainOne(deps, drain, imageId)
    if (ids.length < PAGE) return
    await drain.remember({ after: ids.at(-1) ?? after })
  }
}

async function drainOne(deps: DrainDeps, drain: Drain, imageId: string): Promise<void> {
  const { task, work, remember, state } = drain
  const { storeId: from, doneBytes, totalBytes } = state()
  work.signal.throwIfAborted()
  const image = await deps.imageOf(imageId)
  const sizeBytes = image?.sizeBytes ?? 0
  const tell = (bytes: number) =>
    work.progress('moving', doneBytes + bytes, Math.max(totalBytes, doneBytes + bytes))
  tell(0)
  try {
    if (image !== null) assertMovable(image)
    const to = image === null ? null : await targetOf(deps, image, state())
    await remember({ current: to === null ? null : { imageId, to } })
    await moveImage(deps, { task, work }, { imageId, from, to }, tell)
    const done = { doneImages: state().doneImages + 1, doneBytes: doneBytes + sizeBytes }
    await remember({ ...done, current: null, after: imageId })
  } catch (error) {
    work.signal.throwIfAborted()
    if (!isDomainError(error)) throw error
    const { current } = state()
    if (current !== null) await forgetMove(deps, task, current)
    const failure = { imageId, reason: error.message, isPassing: isPassing(error) }
    const failures = [...state().failures, failure].slice(-MOST_FAILURES_TOLD)
    await remember({ current: null, after: imageId, failures })
  }
}

/** @throws DomainError for an image that has data but is neither active nor deactivated */
function assertMovable({ id, status }: Image): void {
  if (status === 'active' || status === 'deactivated') return
  if (status === 'pending_delete') {
    throw new DomainError('conflict', `Image ${id} is deleted, and its data waits to be removed.`)
  }
  throw new DomainError('unavailable', `Image ${id} is ${status}.`)
}

/** Null where other copies are enough: the image only loses this one. @throws `unavailable` no store takes it now */
async function targetOf(
  deps: DrainDeps,
  image: Image,
  { storeId: from, to: wanted }: DrainState,
): Promise<string | null> {
  if (await hasGoodCopyElsewhere(deps, image, { from, to: null })) return null
  const except = [from, ...image.locations.map(({ storeId }) => storeId)]
  try {
    return chooseTarget(deps, { except, wanted, sizeBytes: image.sizeBytes ?? 0 })
  } catch (cause) {
    if (!isDomainError(cause, 'conflict') || !couldBeTarget(deps, except, wanted)) throw cause
    throw new DomainError('unavailable', cause.message, { cause })
  }
}

/** Whether any store could take it if it were open, answered and had room. */
function couldBeTarget({ stores }: DrainDeps, except: readonly string[], wanted: string | null): boolean {
  return stores.stores.some(
    ({ id }) => !stores.factsOf(id).isReadOnly && !except.includes(id) && (wanted === null || wanted === id),
  )
}

/** Whether it pauses because images were left behind that may be moved soon. */
async function triesAgain({ nowMs }: DrainDeps, { work, state }: Drain): Promise<boolean> {
  const { tries, failures, storeId } = state()
  const passing = failures.filter((each) => each.isPassing)
  const next = nextTry(tries)
  if (passing.length === 0 || next === null) return false
  await work.pause({
    untilMs: nowMs() + next.pauseMs,
    message: `${leftBehind(storeId, passing)} ${next.words}`,
    state: { ...state(), tries: tries + 1 },
  })
  return true
}

/** What is still on its way into the store, in a sentence; null: nothing. */
async function whatComes(deps: DrainDeps, { storeId, closedAtMs }: DrainState): Promise<string | null> {
  const count = await countWriters(deps, storeId)
  if (count > 0) return `Waits for ${count === 1 ? '1 upload' : `${count} uploads`} under way.`
  return deps.nowMs() < closedAtMs + deps.newsMs ? 'Waits until all servers know that it is closed.' : null
}

function wait({ nowMs }: DrainDeps, { work, state }: Drain, message: string): Promise<void> {
  return work.pause({ untilMs: nowMs() + FOLLOW_MS, message, state: { ...state(), isWaiting: true } })
}

async function endDrain(deps: DrainDeps, { task, work, state }: Drain): Promise<void> {
  const { storeId, failures, doneImages } = state()
  const left = (await deps.records.contents()).get(storeId)?.images ?? 0
  const result = { store: storeId, images: doneImages, failures: failures.map(toWire) }
  if (failures.length > 0) {
    const message = leftBehind(storeId, failures)
    return endTask(deps, task, work, { status: 'failure', result, message })
  }
  const later = left > 0 ? ' Data was named there meanwhile: empty it again.' : ''
  const message = `Everything was moved out of ${storeId}.${later}`
  return endTask(deps, task, work, { status: 'success', result, message })
}

function leftBehind(storeId: string, failures: readonly DrainFailure[]): string {
  const [first] = failures
  const images = failures.length === 1 ? '1 image' : `${failures.length} images`
  return `${images} could not be moved out of ${storeId}. Image ${first?.imageId}: ${first?.reason}`
}

const toWire = ({ imageId, reason }: DrainFailure) => ({ image_id: imageId, reason })
