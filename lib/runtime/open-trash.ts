import { randomUUID } from 'node:crypto'
import type { Config } from '#lib/config.ts'
import type { Database } from '#lib/db/database.ts'
import { createTrashRecords } from '#lib/db/trash-records.ts'
import { systemContext } from '#lib/domain/context.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { TrashRecords } from '#lib/domain/trash.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { Log } from '#lib/log.ts'

/** The scrubber of the Image service wakes as often. */
const WAKE_MS = 300_000
const BATCH = 100

export interface OpenTrash {
  readonly records: TrashRecords
  /** Null where images are deleted at once. */
  readonly ofDeletions: TrashRecords | null
  /** Removes what has waited long enough. What waits still does when delayed deletion is switched off. */
  scrubber(parts: ScrubberParts): PeriodicJob
}

interface ScrubberParts {
  /** Deletes for good. @throws `not_found` when it was restored meanwhile, `conflict` in use */
  purge(image: Image): Promise<void>
  readonly log: Log
}

/** Images that were deleted and can be restored, as the settings say. */
export function openTrash(config: Config, database: Database): OpenTrash {
  const records = createTrashRecords(database)
  const keptMs = config.VITRINE_SCRUB_SECONDS * 1000
  return {
    records,
    ofDeletions: config.VITRINE_DELAYED_DELETE ? records : null,
    scrubber: (parts) => ({
      name: 'scrub deleted images',
      everyMs: Math.min(WAKE_MS, keptMs),
      run: (signal) => scrub(records, parts, keptMs, signal),
    }),
  }
}

async function scrub(
  records: TrashRecords,
  { purge, log }: ScrubberParts,
  keptMs: number,
  signal: AbortSignal,
): Promise<void> {
  const ctx = systemContext(`scrub-${randomUUID()}`)
  for (const imageId of await records.listDeletedBefore(Date.now() - keptMs, BATCH)) {
    if (signal.aborted) return
    try {
      await purge((await records.get(ctx, imageId)).image)
    } catch (error) {
      if (isDomainError(error, 'not_found')) continue
      log.warn({ err: error, imageId }, 'A deleted image could not be removed; it will be tried again.')
    }
  }
}
