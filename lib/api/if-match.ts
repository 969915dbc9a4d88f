import { DomainError } from '#lib/domain/errors.ts'
import type { ApiContext } from './api-env.ts'

/**
 * Obeys `If-Match`; true when the client sent one that holds.
 * @param etag Of what is there now
 * @throws `stale` when it is not what the client read
 */
export function assertUnchanged(c: ApiContext, etag: string, what: string): boolean {
  const condition = c.req.header('if-match')
  if (condition === undefined || condition.trim() === '*') return false
  const tags = condition.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (tags.includes(etag)) return true
  throw new DomainError('stale', `${what} has changed since you read it: read it again, then decide.`, {
    field: 'If-Match',
  })
}
