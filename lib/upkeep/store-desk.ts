import { randomUUID } from 'node:crypto'
import type { Context } from '#lib/domain/context.ts'
import type { DataCheck, DataCheckRecords } from '#lib/domain/data-checks.ts'
import { conflict, invalid, notFound } from '#lib/domain/errors.ts'
import { actorOf } from '#lib/domain/events.ts'
import type { Image } from '#lib/domain/image.ts'
import type { StoreRecords } from '#lib/domain/store-records.ts'
import type { StoreHealth, StoreReport } from '#lib/domain/store-reports.ts'
import type { StoreContents } from '#lib/domain/stores.ts'
import { isEnded } from '#lib/domain/task.ts'
import type { TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { chooseTarget } from '#lib/upkeep/moves/choose-target.ts'
import { type DrainState, NEW_DRAIN } from '#lib/upkeep/moves/drain-handler.ts'
import type { MoveOrder } from '#lib/upkeep/moves/move-image.ts'
import { countWriters } from '#lib/upkeep/moves/writers.ts'
import type { StoreWatch } from './store-watch.ts'

/** What administrators do with stores. Callers have asked the policy. */
export interface StoreDesk {
  /** The node whose findings `health` shows. */
  readonly node: string
  list(): Promise<readonly StoreReport[]>
  /** @throws `not_found` */
  find(storeId: string): Promise<StoreReport>
  /** Opens or closes it for new data; a drain under way ends. @throws `not_found`, `conflict` the file says otherwise */
  setState(ctx: Context, storeId: string, state: 'open' | 'read_only'): Promise<void>
  /** Begins to empty it, or goes on. @throws `not_found`, `conflict` no other store takes data, `invalid` the target */
  drain(ctx: Context, storeId: string, to: string | null): Promise<string>
  /** Asks it now whether it works. @throws `not_found` */
  probe(storeId: string): Promise<StoreHealth>
  /** Wants everything in it read again. @returns how many images @throws `not_found` */
  check(storeId: string): Promise<number>
  checksOf(imageId: string): Promise<readonly DataCheck[]>
  /** Wants the image's data read again. @throws `conflict` it has no data or no hash, `invalid` a store without its data */
  checkImage(image: Image, storeIds: readonly string[] | 'all'): Promise<void>
  /** @returns the task @throws `conflict`, `invalid` */
  moveImage(
    ctx: Context,
    image: Image,
    order: { readonly from: string; readonly to: string },
  ): Promise<string>
  /** Begins a move or a drain that failed anew. @returns the task @throws as `moveImage` and `drain`, `not_found` */
  repeat(ctx: Context, task: TaskRecord): Promise<string>
}

export interface StoreDeskDeps {
  readonly stores: StoreRegistry
  readonly records: StoreRecords
  readonly checks: DataCheckRecords
  readonly tasks: Pick<TaskRecords, 'add' | 'find' | 'requestCancel' | 'listUnfinished'>
  /** Any image; null when it is gone. */
  readonly imageOf: (imageId: string) => Promise<Image | null>
  readonly watch: StoreWatch
  readonly node: string
  /** Takes over what the database says of all stores. */
  readonly refresh: () => Promise<void>
  /** There is a new task; there is data to be read; a task shall end. */
  readonly wakeTasks: () => void
  readonly wakeChecks: () => void
  readonly nudge: (taskId: string) => void
  readonly freeBytesOf: (storeId: string) => number | null
  readonly nowMs: () => number
}

const EMPTY: StoreContents = { images: 0, bytes: 0, damagedImages: 0 }

export function createStoreDesk(deps: StoreDeskDeps): StoreDesk {
  const { stores, checks, watch } = deps
  const known = (storeId: string): string => {
    if (stores.infos.some(({ id }) => id === storeId)) return storeId
    throw notFound('store', storeId)
  }
  const list = () => reportAll(deps)
  return {
    node: deps.node,
    list,
    async find(storeId) {
      const report = (await list()).find(({ info }) => info.id === storeId)
      if (report === undefined) throw notFound('store', storeId)
      return report
    },
    setState: (ctx, storeId, state) => setState(deps, ctx, known(storeId), state),
    drain: (ctx, storeId, to) => beginDrain(deps, ctx, known(storeId), to),
    probe: async (storeId) => watch.probe(known(storeId)),
    async check(storeId) {
      const count = await checks.requestStore(known(storeId), deps.nowMs())
      deps.wakeChecks()
      return count
    },
    checksOf: (imageId) => checks.ofImage(imageId, deps.nowMs()),
    async checkImage(image, storeIds) {
      assertLiesIn(image, storeIds === 'all' ? [] : storeIds)
      const count = await checks.requestImage(image.id, storeIds, deps.nowMs())
      if (count === 0)
        throw conflict(`Image ${image.id} has no data with a hash that it could be held against.`)
      deps.wakeChecks()
    },
    moveImage: (ctx, image, order) => beginMove(deps, ctx, image, order),
    async repeat(ctx, { type, state }) {
      if (type === 'vitrine_drain') {
        const { storeId, to } = state as unknown as DrainState
        return beginDrain(deps, ctx, known(storeId), to)
      }
      const { imageId, from, to } = state as unknown as MoveOrder
      const image = await deps.imageOf(imageId)
      if (image === null || to === null) throw notFound('image', imageId)
      return beginMove(deps, ctx, image, { from, to })
    },
  }
}

async function reportAll({ stores, records, tasks, watch }: StoreDeskDeps): Promise<readonly StoreReport[]> {
  const unfinished = tasks.listUnfinished()
  const [settings, contents] = await Promise.all([records.settings(), records.contents(), unfinished])
  return Promise.all(
    stores.infos.map(async (info) => {
      const setting = settings.get(info.id) ?? null
      const taskId = setting?.taskId ?? null
      return {
        ...{ info, setting, state: setting?.state ?? 'open', health: watch.healthOf(info.id) },
        isClosedForGood: stores.factsOf(info.id).isReadOnly,
        contents: contents.get(info.id) ?? EMPTY,
        writers: await countWriters({ records, tasks: { listUnfinished: () => unfinished } }, info.id),
        drain: taskId === null ? null : await tasks.find(taskId),
      }
    }),
  )
}

async function setState(
  deps: StoreDeskDeps,
  ctx: Context,
  storeId: string,
  state: 'open' | 'read_only',
): Promise<void> {
  if (deps.stores.factsOf(storeId).isReadOnly) {
    throw conflict(`The store ${storeId} only gives data, by its type or by the file of stores.`)
  }
  const before = (await deps.records.settings()).get(storeId)
  await deps.records.set(actorOf(ctx), { storeId, state, taskId: null, nowMs: deps.nowMs() })
  await deps.refresh()
  if (before?.taskId == null) return
  if (await deps.tasks.requestCancel(before.taskId, deps.nowMs())) deps.nudge(before.taskId)
}

async function beginDrain(
  deps: StoreDeskDeps,
  ctx: Context,
  storeId: string,
  to: string | null,
): Promise<string> {
  const { records, tasks } = deps
  if (to !== null) deps.stores.writable(to)
  if (to === storeId) throw invalid('A store is not emptied into itself.', 'to')
  // Asked for the least: what an image needs is judged when its turn comes.
  chooseTarget(deps, { except: [storeId], wanted: to, sizeBytes: 0 })
  const before = (await records.settings()).get(storeId)
  const running = before?.taskId ?? null
  const task = running === null ? null : await tasks.find(running)
  if (task !== null && !isEnded(task))
    throw conflict(`Task ${task.id} is emptying the store ${storeId} already.`)
  const contents = (await records.contents()).get(storeId) ?? EMPTY
  const taskId = randomUUID()
  const nowMs = deps.nowMs()
  const state: DrainState = {
    ...{ ...NEW_DRAIN, storeId, to, totalImages: contents.images, totalBytes: contents.bytes },
    closedAtMs: before === undefined || before.state === 'open' ? nowMs : before.changedAtMs,
  }
  // Closed first: what comes while the task begins would not be seen by it.
  await records.set(actorOf(ctx), { storeId, state: 'draining', taskId, nowMs })
  await deps.refresh()
  await tasks.add({
    ...{ id: taskId, type: 'vitrine_drain', imageId: null, createdAtMs: nowMs },
    ...{ owner: ctx.projectId, userId: ctx.userId, requestId: ctx.requestId },
    input: { store: storeId, ...(to === null ? {} : { to }) },
    state: { ...state },
  })
  deps.wakeTasks()
  return taskId
}

async function beginMove(
  deps: StoreDeskDeps,
  ctx: Context,
  image: Image,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string> {
  assertLiesIn(image, [from])
  if (from === to) throw invalid('The image is there already.', 'to')
  deps.stores.writable(to)
  const taskId = randomUUID()
  await deps.tasks.add({
    ...{ id: taskId, type: 'vitrine_move', imageId: image.id, createdAtMs: deps.nowMs() },
    ...{ owner: ctx.projectId, userId: ctx.userId, requestId: ctx.requestId },
    input: { image_id: image.id, from, to },
    state: { imageId: image.id, from, to },
  })
  deps.wakeTasks()
  return taskId
}

function assertLiesIn(image: Image, storeIds: readonly string[]): void {
  if (image.status !== 'active' && image.status !== 'deactivated') {
    throw conflict(`Image ${image.id} is ${image.status}: it has no data in a store.`)
  }
  const has = new Set(image.locations.map(({ storeId }) => storeId))
  const missing = storeIds.filter((id) => !has.has(id))
  if (missing.length > 0) throw invalid(`Image ${image.id} has no data in ${missing.join(', ')}.`, 'stores')
}
