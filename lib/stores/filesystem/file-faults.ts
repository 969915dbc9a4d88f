import { DomainError, notFound, overLimit } from '#lib/domain/errors.ts'

/** Errors that mean: there is no more room for this data here. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** The domain's word for what the operating system said. */
function toDomainError(error: unknown, storeId: string, what: string): DomainError {
  if (error instanceof DomainError) return error
  const errno = errnoOf(error)
  if (errno === 'ENOENT') return notFound('data for', what)
  if (errno !== undefined && NO_ROOM.has(errno)) {
    return overLimit(
      `The store ${storeId} has no room left for this data. Free some space, or choose another store.`,
    )
  }
  return new DomainError(
    'unavailable',
    `The store ${storeId} does not work now (${errno ?? 'unknown reason'}).`,
    {
      cause: error,
    },
  )
}

/** Runs a step of the store and translates what goes wrong. */
export async function inStore<T>(storeId: string, what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw toDomainError(error, storeId, what)
  }
}
