import { z } from 'zod'
import { isAtMost, isStorable } from './text.ts'
import { parseWireTime } from './wire-time.ts'

/** Later than this no time is meant. */
const LAST_MS = Date.UTC(9999, 11, 31)

/** Text that every database keeps as it is. */
export function storable(mostCharacters: number) {
  return z
    .string()
    .refine(isStorable, 'must have no NUL and no half of a pair of surrogates')
    .refine((text) => isAtMost(text, mostCharacters), `must have at most ${mostCharacters} characters`)
}

/** A time that is still to come, as milliseconds since the epoch. */
export function futureTime(nowMs: number) {
  return z.string().transform((text, check) => {
    const ms = parseWireTime(text)
    if (ms !== null && ms > nowMs && ms <= LAST_MS) return ms
    check.addIssue({ code: 'custom', message: 'must be a time to come, as 2030-01-31T12:00:00Z' })
    return z.NEVER
  })
}
