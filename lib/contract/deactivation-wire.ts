import { z } from 'zod'
import type { Deactivation, DeactivationNote } from '../domain/deactivation.ts'
import { futureTime, storable } from './body-fields.ts'
import { parseBody } from './parse-body.ts'
import { toWireTime } from './wire-time.ts'

/** `vitrine_deactivation` of an image: why it is deactivated, for everybody who sees it. */
export interface DeactivationWire {
  readonly reason: string
  readonly ticket: string | null
  readonly since: string
  /** When it becomes active again by itself. */
  readonly until: string | null
}

/** @throws `invalid` naming the field */
export function parseDeactivation(body: unknown, nowMs: number): DeactivationNote {
  const schema = z.strictObject({
    reason: storable(1000).refine((text) => text.trim() !== '', 'must say something'),
    ticket: storable(255).nullable().default(null),
    until: futureTime(nowMs).nullable().default(null),
  })
  const { reason, ticket, until } = parseBody(schema, body)
  return { reason: reason.trim(), ticket: ticket?.trim() || null, untilMs: until }
}

export function deactivationToWire({ reason, ticket, sinceMs, untilMs }: Deactivation): DeactivationWire {
  return {
    reason,
    ticket,
    since: toWireTime(sinceMs),
    until: untilMs === null ? null : toWireTime(untilMs),
  }
}
