import { isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { StoreRecords } from '#lib/domain/store-records.ts'
import type { TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'
import type { TaskHandler, TaskWork } from '#lib/tasks/task-handler.ts'
import { chooseTarget, type TargetDeps } from './choose-target.ts'
import { forgetMove, hasGoodCopyElsewhere, type MoveDeps, type MoveOrder, moveImage } from './move-image.ts'

export interface HandlerDeps extends MoveDeps, TargetDeps {
  readonly tasks: Pick<TaskRecords, 'end'>
  readonly records: Pick<StoreRecords, 'imagesIn' | 'contents' | 'uploadsInto'>
}

/** One image, out of one store into another. */
export function moveHandler(deps: HandlerDeps): TaskHandler {
  return {
    type: 'vitrine_move',
    async run(task, work) {
      const order = task.state as unknown as MoveOrder
      const image = await deps.imageOf(order.imageId)
      const outcome = await moveImage(deps, { task, work }, order, (doneBytes) =>
        work.progress('moving', doneBytes, image?.sizeBytes ?? null),
      )
      const message = outcome === 'nothing' ? 'There was nothing to move any more.' : MOVED
      await end(deps, task, work, {
        status: 'success',
        result: { image_id: order.imageId, outcome },
        message,
      })
    },
    async fail(task, work, message) {
      const { imageId, to } = task.state as unknown as MoveOrder
      if (to !== null) await forgetMove(deps, task, { imageId, to })
      await end(deps, task, work, { status: 'failure', result: null, message })
    },
  }
}

const MOVED = 'The data lies in the other store now, and was removed from the first.'

/** What a drain remembers between its images. */
export interface DrainState {
  readonly storeId: string
  /** Where an administrator wants everything; null: wherever there is room. */
  readonly to: string | null
  readonly totalImages: number
  readonly totalBytes: number
  readonly doneImages: number
  readonly doneBytes: number
  /** At work on it: what a crash left is removed before the next. */
  readonly current: { readonly imageId: string; readonly to: string } | null
  /** The last image that was looked at. */
  readonly after: string
  readonly failures: readonly { readonly imageId: string; readonly reason: string }[]
}

/** More than anybody reads. */
const MOST_FAILURES_TOLD = 50
const PAGE = 100

/** Everything that lies in a store, image by image. Images that cannot be moved stay, and are named. */
export function drainHandler(deps: HandlerDeps): TaskHandler {
  return {
    type: 'vitrine_drain',
    async run(task, work) {
      let state = task.state as unknown as DrainState
      const remember = async (change: Partial<DrainState>): Promise<void> => {
        state = { ...state, ...change }
        await work.saveState({ ...state })
      }
      if (state.current !== null) await forgetMove(deps, task, state.current)
      // What a crash interrupted comes first again, and so do images that came into the store meanwhile.
      await remember({ current: null, after: '', failures: [] })
      for (;;) {
        const ids = await deps.records.imagesIn(state.storeId, state.after, PAGE)
        for (const imageId of ids) await drainOne(deps, { task, work, remember, state: () => state }, imageId)
        if (ids.length < PAGE) break
      }
      await endDrain(deps, task, work, state)
    },
    async fail(task, work, message) {
      const { current } = task.state as unknown as DrainState
      if (current !== null) await forgetMove(deps, task, current)
      await end(deps, task, work, { status: 'failure', result: null, message })
    },
  }
}

interface Drain {
  readonly task: TaskRecord
  readonly work: TaskWork
  readonly remember: (change: Partial<DrainState>) => Promise<void>
  readonly state: () => DrainState
}

async function drainOne(deps: HandlerDeps, drain: Drain, imageId: string): Promise<void> {
  const { task, work, remember, state } = drain
  const { storeId: from, doneBytes, totalBytes } = state()
  work.signal.throwIfAborted()
  const image = await deps.imageOf(imageId)
  const sizeBytes = image?.sizeBytes ?? 0
  const tell = (bytes: number) =>
    work.progress('moving', doneBytes + bytes, Math.max(totalBytes, doneBytes + bytes))
  tell(0)
  try {
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
    const failures = [...state().failures, { imageId, reason: error.message }].slice(-MOST_FAILURES_TOLD)
    await remember({ current: null, after: imageId, failures })
  }
}

/** Null where other copies are enough: the image only loses this one. */
async function targetOf(
  deps: HandlerDeps,
  image: Image,
  { storeId: from, to: wanted }: DrainState,
): Promise<string | null> {
  if (await hasGoodCopyElsewhere(deps, image, { from, to: null })) return null
  const except = image.locations.map(({ storeId }) => storeId)
  return chooseTarget(deps, { except: [from, ...except], wanted, sizeBytes: image.sizeBytes ?? 0 })
}

async function endDrain(
  deps: HandlerDeps,
  task: TaskRecord,
  work: TaskWork,
  state: DrainState,
): Promise<void> {
  const { storeId, failures, doneImages } = state
  const [left, uploads] = await Promise.all([
    deps.records.contents().then((all) => all.get(storeId)?.images ?? 0),
    deps.records.uploadsInto(storeId),
  ])
  const result = { store: storeId, images: doneImages, failures: failures.map(toWire) }
  if (failures.length > 0) {
    const [first] = failures
    const message = `${failures.length} images could not be moved and are still in ${storeId}. Image ${first?.imageId}: ${first?.reason}`
    return end(deps, task, work, { status: 'failure', result, message })
  }
  const later =
    uploads > 0 || left > 0
      ? ` Uploads that had begun still bring data there: empty it again when they are done.`
      : ''
  const message = `Everything was moved out of ${storeId}.${later}`
  return end(deps, task, work, { status: 'success', result, message })
}

const toWire = ({ imageId, reason }: DrainState['failures'][number]) => ({ image_id: imageId, reason })

async function end(
  { tasks, nowMs }: HandlerDeps,
  task: TaskRecord,
  work: TaskWork,
  outcome: Parameters<TaskRecords['end']>[2],
): Promise<void> {
  await tasks.end(task.id, work.owner, outcome, { nowMs: nowMs() })
}
