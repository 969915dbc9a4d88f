import type { Limits } from '#lib/domain/limits.ts'
import type { Quota, Reservation, ReservationKey, ReservationRecords } from '#lib/domain/reservations.ts'

interface QuotaDeps {
  readonly rows: ReservationRecords
  readonly limits: Limits
}

/** A stream of unknown length reserves this much ahead: a write to the database for each of these, not for each chunk. */
const STEP_BYTES = 64 * 1024 ** 2

export function createQuota({ rows, limits }: QuotaDeps): Quota {
  const held = (key: ReservationKey): Reservation => {
    let coveredBytes = 0
    return {
      async cover(bytes) {
        if (bytes > coveredBytes) coveredBytes = await coverMore(key, bytes)
        return coveredBytes
      },
      release: () => rows.release(key),
    }
  }

  async function coverMore(key: ReservationKey, needed: number): Promise<number> {
    const found = await rows.find(key)
    if (found === null) return Number.POSITIVE_INFINITY
    if (found.coveredBytes >= needed) return found.coveredBytes
    const payer = { projectId: found.projectId, limits: await limits.of(found.projectId) }
    return rows.cover(key, payer, { needed, wanted: needed + STEP_BYTES })
  }

  return {
    held,
    async reserve(_ctx, request) {
      const { projectId } = request
      if (projectId !== null) await rows.reserve({ ...request, projectId }, await limits.of(projectId))
      return held(request)
    },
  }
}
