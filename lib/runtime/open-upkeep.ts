import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { createDataCheckRecords } from '../db/stores/data-check-records.ts'
import { createMoveRecords } from '../db/stores/move-records.ts'
import { createStoreRecords } from '../db/stores/store-records.ts'
import { createTaskRecords } from '../db/tasks/task-records.ts'
import { systemContext } from '../domain/context.ts'
import { isDomainError } from '../domain/errors.ts'
import type { EventRecorder } from '../domain/events.ts'
import type { Image } from '../domain/image.ts'
import type { ImageRecords } from '../domain/repository.ts'
import { systemClock } from '../jobs/clock.ts'
import type { PeriodicJob } from '../jobs/periodic.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { StoreRegistry } from '../stores/registry.ts'
import type { TaskHandler } from '../tasks/task-handler.ts'
import type { TaskRunner } from '../tasks/task-runner.ts'
import { createDataChecks } from '../upkeep/check-data.ts'
import { FOLLOW_MS, followStates } from '../upkeep/follow-states.ts'
import { drainHandler } from '../upkeep/moves/drain-handler.ts'
import { moveHandler } from '../upkeep/moves/move-handler.ts'
import { createPace } from '../upkeep/pace.ts'
import { createStoreDesk, type StoreDesk } from '../upkeep/store-desk.ts'
import { createStoreMetrics, type StoreMetrics } from '../upkeep/store-metrics.ts'
import { createStoreWatch, type StoreWatch } from '../upkeep/store-watch.ts'
import { openSharing } from './open-sharing.ts'
import type { OpenUploads } from './open-uploads.ts'

export interface UpkeepParts {
  readonly config: Config
  readonly database: Database
  readonly images: ImageRecords
  readonly stores: StoreRegistry
  readonly uploads: OpenUploads
  readonly events: EventRecorder
  readonly metrics: Metrics
  readonly log: Log
}

export interface OpenUpkeep {
  /** For the runner of tasks. */
  readonly handlers: readonly TaskHandler[]
  readonly jobs: readonly PeriodicJob[]
  /** Ends what is being read; resolves when it is given back. */
  close(): Promise<void>
  desk(runner: Pick<TaskRunner, 'wake' | 'nudge'>): StoreDesk
}

const DAY_MS = 24 * 3600_000

/** Stores are watched, closed and emptied, and told who may read them; what lies in them is read again. */
export function openUpkeep(parts: UpkeepParts): OpenUpkeep {
  const { config, database, stores, uploads, metrics } = parts
  const records = createStoreRecords(database)
  const checks = createDataCheckRecords(database)
  const tasks = createTaskRecords(database)
  const storeMetrics = createStoreMetrics(metrics.registry)
  const watch = openWatch(parts, storeMetrics)
  const freeBytesOf = (storeId: string) => watch.healthOf(storeId).capacity?.freeBytes ?? null
  const sharing = openSharing(database, stores, parts.log)
  const nowMs = systemClock.nowMs
  const imageOf = (imageId: string) => parts.images.get(systemContext('upkeep'), imageId).catch(absent)
  const refresh = () => followStates(records, stores)
  const dataChecks = createDataChecks({
    ...{ records: checks, stores, imageOf, clock: systemClock, node: uploads.uploads.node },
    pace: createPace(config.VITRINE_DATA_CHECK_BYTES_PER_SECOND),
    hash: uploads.uploads.hashOn,
    everyMs: config.VITRINE_DATA_CHECK_DAYS < 0 ? null : config.VITRINE_DATA_CHECK_DAYS * DAY_MS,
    onChecked: ({ storeId }, result, bytes) => storeMetrics.countCheck(storeId, result, bytes),
  })
  const moving = {
    ...{ stores, tasks, records, imageOf, freeBytesOf, nowMs, moves: createMoveRecords(database) },
    // A site with SQLite has one node.
    newsMs: database.dialect === 'sqlite' ? 0 : 2 * FOLLOW_MS,
    copyInto: uploads.uploads.copyInto,
    removeDoomed: uploads.uploads.removeDoomed,
    damagedIn: (imageId: string) => damagedIn(checks, imageId),
    pace: createPace(config.VITRINE_MOVE_BYTES_PER_SECOND < 0 ? null : config.VITRINE_MOVE_BYTES_PER_SECOND),
  }
  return {
    handlers: [moveHandler(moving), drainHandler(moving)],
    jobs: [
      { name: 'follow states of stores', everyMs: FOLLOW_MS, run: refresh },
      ...[watch.job, dataChecks.job, ...sharing.jobs],
    ],
    async close() {
      await sharing.close()
      await dataChecks.close()
    },
    desk: (runner) =>
      createStoreDesk({
        ...{ stores, records, checks, tasks, watch, refresh, freeBytesOf, nowMs, imageOf, node: hostname() },
        ...{ wakeTasks: runner.wake, nudge: runner.nudge, wakeChecks: dataChecks.wake },
      }),
  }
}

function openWatch({ config, stores, events, log }: UpkeepParts, metrics: StoreMetrics): StoreWatch {
  return createStoreWatch({
    ...{ stores, events, node: hostname(), nowMs: systemClock.nowMs, random: Math.random },
    everyMs: config.VITRINE_STORE_PROBE_SECONDS * 1000,
    timeoutMs: config.VITRINE_STORE_PROBE_TIMEOUT_SECONDS * 1000,
    fillAlarmPercent: config.VITRINE_STORE_FILL_ALARM_PERCENT,
    wait: async (ms, signal) => {
      await pause(ms, undefined, { signal, ref: false }).catch(() => undefined)
    },
    onProbe: (store, health, before) => {
      metrics.observe(store, health)
      if (health.state === before.state) return
      if (health.state === 'down') log.error({ store, reason: health.reason }, 'A store does not work.')
      else if (before.state === 'down') log.info({ store }, 'A store works again.')
    },
  })
}

async function damagedIn(
  checks: ReturnType<typeof createDataCheckRecords>,
  imageId: string,
): Promise<readonly string[]> {
  const all = await checks.ofImage(imageId, systemClock.nowMs())
  return all.filter(({ result }) => result === 'damaged').map(({ storeId }) => storeId)
}

function absent(error: unknown): Image | null {
  if (isDomainError(error, 'not_found')) return null
  throw error
}
