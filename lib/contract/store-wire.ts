import { z } from 'zod'
import type { DataCheck } from '../domain/data-checks.ts'
import { invalid } from '../domain/errors.ts'
import type { StoreHealth, StoreReport } from '../domain/store-reports.ts'
import type { StoreState } from '../domain/stores.ts'
import type { Task } from '../domain/task.ts'
import { progressToWire, type TaskProgressWire } from './task-wire.ts'
import { toWireTime } from './wire-time.ts'

/** A store as `GET /v2/vitrine/stores` tells it. */
export interface StoreWire {
  readonly id: string
  readonly type: string
  readonly description: string | null
  readonly weight: number
  /** Where data goes now when nobody names a store. */
  readonly default: boolean
  readonly state: StoreState
  /** Its type or the file of stores lets it take nothing. */
  readonly closed_for_good: boolean
  readonly state_changed_at: string | null
  readonly state_changed_by: string | null
  readonly health: StoreHealthWire
  readonly images: number
  readonly bytes: number
  readonly damaged_images: number
  /** Also imports, copies and moves into it. */
  readonly uploads_under_way: number
  readonly drain: DrainWire | null
}

export interface StoreHealthWire {
  readonly state: StoreHealth['state']
  readonly reason: string | null
  readonly since: string | null
  readonly checked_at: string | null
  readonly answer_ms: number | null
  readonly capacity: { readonly total: number; readonly free: number } | null
}

export interface DrainWire {
  readonly task_id: string
  readonly status: Task['status']
  readonly message: string
  readonly to: string | null
  readonly progress: TaskProgressWire | null
}

export interface StoreListWire {
  /** Whose findings `health` shows. */
  readonly node: string
  readonly stores: readonly StoreWire[]
}

export function storeToWire(report: StoreReport): StoreWire {
  const { info, setting, contents } = report
  return {
    id: info.id,
    type: info.type,
    description: info.description,
    weight: info.weight,
    default: info.isDefault,
    state: report.state,
    closed_for_good: report.isClosedForGood,
    state_changed_at: timeOrNull(setting?.changedAtMs),
    state_changed_by: setting?.userId ?? null,
    health: healthToWire(report.health),
    images: contents.images,
    bytes: contents.bytes,
    damaged_images: contents.damagedImages,
    uploads_under_way: report.writers,
    drain: report.drain === null ? null : drainToWire(report.drain),
  }
}

export function healthToWire(health: StoreHealth): StoreHealthWire {
  const { state, reason, capacity } = health
  return {
    ...{ state, reason, since: timeOrNull(health.sinceMs), checked_at: timeOrNull(health.checkedAtMs) },
    answer_ms: health.answerMs === null ? null : Math.round(health.answerMs),
    capacity: capacity === null ? null : { total: capacity.totalBytes, free: capacity.freeBytes },
  }
}

function drainToWire({ id, status, message, input, progress }: Task): DrainWire {
  return {
    ...{ task_id: id, status, message, to: typeof input.to === 'string' ? input.to : null },
    progress: progress === null ? null : progressToWire(progress),
  }
}

/** Where an image's data lies, as `GET /v2/vitrine/images/{id}/stores` tells it. */
export interface ImageStoreWire {
  readonly store: string
  readonly check: DataCheckWire
}

export interface DataCheckWire {
  readonly result: DataCheck['result']
  readonly message: string
  readonly checked_at: string | null
  readonly requested_at: string | null
  /** Bytes read so far; null while nobody reads. */
  readonly done_bytes: number | null
}

const NEVER: Omit<DataCheck, 'storeId'> = {
  ...{ result: null, message: '', checkedAtMs: null, requestedAtMs: null, doneBytes: null },
}

/** In the order in which the stores are read. */
export function imageStoresToWire(
  storeIds: readonly string[],
  checks: readonly DataCheck[],
): readonly ImageStoreWire[] {
  return [...new Set(storeIds)].map((store) => {
    const check = checks.find(({ storeId }) => storeId === store) ?? NEVER
    const times = { checked_at: timeOrNull(check.checkedAtMs), requested_at: timeOrNull(check.requestedAtMs) }
    return {
      store,
      check: { result: check.result, message: check.message, ...times, done_bytes: check.doneBytes },
    }
  })
}

function timeOrNull(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : toWireTime(ms)
}

const storeId = z.string().min(1).max(64)
const STATE = z.strictObject({ state: z.enum(['open', 'read_only']) })
const DRAIN = z.strictObject({ to: storeId.nullish() })
const MOVE = z.strictObject({ from: storeId, to: storeId })
const CHECK = z.strictObject({ stores: z.array(storeId).min(1).max(100).optional() })

/** @throws `invalid` */
export const parseStoreState = (body: unknown) =>
  parse(STATE, body, 'The body must be {"state": "open"} or {"state": "read_only"}.').state
/** @throws `invalid` */
export const parseDrain = (body: unknown) =>
  parse(DRAIN, body, 'The body must be {}, or {"to": "…"}: the store for everything.').to ?? null
/** @throws `invalid` */
export const parseMove = (body: unknown) =>
  parse(MOVE, body, 'The body must be {"from": "…", "to": "…"}: two stores.')
/** @throws `invalid` */
export const parseCheck = (body: unknown) =>
  parse(CHECK, body, 'The body must be {}, or {"stores": ["…"]}: those to be read.').stores ?? 'all'

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown, shape: string): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw invalid(shape, parsed.error.issues[0]?.path.join('.') || undefined)
}
