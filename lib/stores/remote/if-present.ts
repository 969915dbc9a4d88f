import { isDomainError } from '#lib/domain/errors.ts'

/** What the promise gives, or null for what is absent. */
export async function ifPresent<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise
  } catch (error) {
    if (isDomainError(error, 'not_found')) return null
    throw error
  }
}
