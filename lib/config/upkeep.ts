import { z } from 'zod'
import { bytes, count, seconds } from './fields.ts'

/** How stores are watched, and what lies in them is looked after. */
export const UPKEEP_SETTINGS = {
  VITRINE_STORE_PROBE_SECONDS: seconds(30).describe(
    'How often each node asks each store whether it works, in seconds.',
  ),
  VITRINE_STORE_PROBE_TIMEOUT_SECONDS: seconds(10).describe(
    'A store that has not answered a probe by then counts as down, in seconds.',
  ),
  VITRINE_STORE_FILL_ALARM_PERCENT: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(90)
    .describe('An event `store.filling` is told when a store becomes fuller than this, in percent.'),
  VITRINE_MOVE_BYTES_PER_SECOND: count(-1).describe(
    'At most so many bytes a second are moved between stores by each node; -1: no limit.',
  ),
  VITRINE_DATA_CHECK_DAYS: count(30).describe(
    'Data that was not read for so many days is read against its hash in the background; -1: only when somebody asks.',
  ),
  VITRINE_DATA_CHECK_BYTES_PER_SECOND: bytes(16 * 1024 ** 2).describe(
    'At most so many bytes a second are read for that by each node.',
  ),
}
