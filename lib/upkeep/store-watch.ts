import { type DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { EventRecorder, StoreFactsTold } from '#lib/domain/events.ts'
import type { StoreCapacity, StoreHealth } from '#lib/domain/store-reports.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { isWritable, type ReadableStore } from '#lib/stores/store.ts'

export interface StoreWatch {
  healthOf(storeId: string): StoreHealth
  /** Asks now. Never rejects: what goes wrong is the finding. */
  probe(storeId: string): Promise<StoreHealth>
  readonly job: PeriodicJob
}

export interface StoreWatchDeps {
  readonly stores: StoreRegistry
  readonly events: EventRecorder
  readonly node: string
  readonly everyMs: number
  /** A store that has not answered by then does not work. */
  readonly timeoutMs: number
  /** An event is told when a store becomes fuller than this. */
  readonly fillAlarmPercent: number
  readonly nowMs: () => number
  /** From 0 to 1: nodes that were started together do not ask together. */
  readonly random: () => number
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** Hears each finding, for numbers and the log. */
  readonly onProbe: (storeId: string, health: StoreHealth, before: StoreHealth) => void
}

const UNKNOWN: StoreHealth = {
  ...{ state: 'unknown', reason: null, sinceMs: null, checkedAtMs: null, answerMs: null, capacity: null },
}
const NOBODY = { userId: null, projectId: null, requestId: null, address: null }

/** Asks each store again and again whether it works; tells when that changes. */
export function createStoreWatch(deps: StoreWatchDeps): StoreWatch {
  const { stores, everyMs } = deps
  const found = new Map<string, StoreHealth>()
  const probing = new Map<string, Promise<StoreHealth>>()
  const healthOf = (storeId: string): StoreHealth => found.get(storeId) ?? UNKNOWN

  const probeOnce = async (store: ReadableStore): Promise<StoreHealth> => {
    const before = healthOf(store.id)
    const health = await examine(deps, store, before)
    found.set(store.id, health)
    stores.conditions.setDown(store.id, health.state === 'down')
    deps.onProbe(store.id, health, before)
    await tellChanges(deps, store.id, before, health)
    return health
  }
  const probe = (storeId: string): Promise<StoreHealth> => {
    const store = stores.holding(storeId)
    const running = probing.get(storeId) ?? probeOnce(store).finally(() => probing.delete(storeId))
    probing.set(storeId, running)
    return running
  }
  return {
    healthOf,
    probe,
    job: {
      name: 'probe stores',
      everyMs,
      async run(signal) {
        await Promise.all(
          stores.stores.map(async ({ id }) => {
            await deps.wait((deps.random() * everyMs) / 5, signal)
            if (!signal.aborted) await probe(id)
          }),
        )
      },
    },
  }
}

async function examine(
  deps: StoreWatchDeps,
  store: ReadableStore,
  before: StoreHealth,
): Promise<StoreHealth> {
  const startedMs = deps.nowMs()
  let reason = await ask(deps, store)
  // One lost answer is no outage.
  if (reason !== null && before.state !== 'down') reason = await ask(deps, store)
  const checkedAtMs = deps.nowMs()
  const state = reason === null ? (canBeAsked(store) ? 'up' : 'unknown') : 'down'
  return {
    ...{ state, reason, checkedAtMs, answerMs: reason === null ? checkedAtMs - startedMs : null },
    sinceMs: state === before.state ? before.sinceMs : checkedAtMs,
    capacity: state === 'up' ? await capacityOf(deps, store) : before.capacity,
  }
}

function canBeAsked(store: ReadableStore): boolean {
  return store.probe !== undefined || isWritable(store)
}

/** Why it does not work; null when it does. */
async function ask({ stores, timeoutMs }: StoreWatchDeps, store: ReadableStore): Promise<string | null> {
  const use = stores.factsOf(store.id).isReadOnly ? 'read' : 'write'
  const signal = AbortSignal.timeout(timeoutMs)
  const asked = async (): Promise<void> => {
    if (store.probe !== undefined) await store.probe(use, signal)
    else if (isWritable(store) && use === 'write') await store.listStaging()
  }
  try {
    await orAborted(asked(), signal)
    return null
  } catch (error) {
    if (signal.aborted) return `No answer within ${timeoutMs / 1000} s.`
    return isDomainError(error)
      ? wordsOf(error)
      : 'It failed in an unexpected way: see the log of the server.'
  }
}

function wordsOf(error: DomainError): string {
  return error.code === 'not_found' ? 'The place where it keeps its data is not there.' : error.message
}

async function capacityOf(
  { timeoutMs }: StoreWatchDeps,
  store: ReadableStore,
): Promise<StoreCapacity | null> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return (await orAborted(store.capacity?.(signal) ?? Promise.resolve(null), signal)) ?? null
  } catch {
    return null
  }
}

/** A file system that hangs hears no signal. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** How full it is, 0 to 100; null where nobody knows. */
function fillPercentOf(capacity: StoreCapacity | null): number | null {
  if (capacity === null || capacity.totalBytes === 0) return null
  return Math.round((1 - capacity.freeBytes / capacity.totalBytes) * 100)
}

async function tellChanges(
  deps: StoreWatchDeps,
  id: string,
  before: StoreHealth,
  now: StoreHealth,
): Promise<void> {
  const fillPercent = fillPercentOf(now.capacity)
  const store: StoreFactsTold = {
    ...{ id, state: deps.stores.conditions.stateOf(id), reason: now.reason, node: deps.node, fillPercent },
  }
  const wasFull = isOver(deps, fillPercentOf(before.capacity))
  const type = changeOf(before, now)
  await deps.events.record(NOBODY, [
    ...(type === null ? [] : [{ type, store }]),
    ...(isOver(deps, fillPercent) && !wasFull ? [{ type: 'store.filling' as const, store }] : []),
  ])
}

function changeOf(before: StoreHealth, now: StoreHealth): 'store.down' | 'store.up' | null {
  if (now.state === 'down' && before.state !== 'down') return 'store.down'
  return now.state === 'up' && before.state === 'down' ? 'store.up' : null
}

function isOver({ fillAlarmPercent }: StoreWatchDeps, percent: number | null): boolean {
  return percent !== null && percent >= fillAlarmPercent
}
