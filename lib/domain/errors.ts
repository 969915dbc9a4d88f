/**
 * The closed set of things that can go wrong, in the domain's words. `lib/api/faults.ts` turns each into one HTTP
 * status; nothing else in the program speaks of statuses.
 */
export type ErrorCode =
  | 'invalid' // the request makes no sense as it stands
  | 'unauthenticated' // nobody, or an expired or revoked token
  | 'forbidden' // known, but may not
  | 'not_found' // absent, or not visible to the caller: the two must look alike
  | 'conflict' // the state of things does not allow it now
  | 'stale' // changed since the caller read it
  | 'gone' // it was there when the work began and has been deleted meanwhile
  | 'over_limit' // a quota, a count, a size cap or the store's capacity
  | 'unsupported_media' // wrong content type, or data that is not what was declared
  | 'bad_range' // a byte range outside the data
  | 'too_many_attempts' // locked out for a while
  | 'unavailable' // a store or a service behind us does not answer
  | 'interrupted' // the client went away or stopped sending

interface ErrorDetails {
  /** The field, header or path segment at fault, in the API's spelling. */
  readonly field?: string
  /** For `too_many_attempts` and `unavailable`: when trying again makes sense. */
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
}

/** The one error that crosses module borders. Its message is shown to people and programs: what, to what, what next. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.field = details.field
    this.retryAfterSeconds = details.retryAfterSeconds
  }
}

/** The answer for things that are absent and for things the caller may not see. */
export function notFound(kind: string, id: string): DomainError {
  return new DomainError('not_found', `No ${kind} ${id} was found.`)
}

export function invalid(message: string, field?: string): DomainError {
  return new DomainError('invalid', message, field === undefined ? {} : { field })
}

export function forbidden(message: string): DomainError {
  return new DomainError('forbidden', message)
}

export function conflict(message: string): DomainError {
  return new DomainError('conflict', message)
}

export function overLimit(message: string): DomainError {
  return new DomainError('over_limit', message)
}

/** By name and not by class: server.ts and Next load separate copies of this module. */
export function isDomainError(error: unknown, code?: ErrorCode): error is DomainError {
  if (!(error instanceof Error) || error.name !== 'DomainError' || !('code' in error)) return false
  return code === undefined || error.code === code
}
