import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type ErrorCode, isDomainError } from '../../domain/errors.ts'
import { type IdentityContext, link } from './edge.ts'

const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 409,
  gone: 404,
  over_limit: 413,
  unsupported_media: 415,
  bad_range: 416,
  // As Keystone: a locked user looks like any other failure; Retry-After says more to those who read it.
  too_many_attempts: 401,
  unavailable: 503,
  interrupted: 400,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** An error as Keystone tells it. Of an unknown one only the log learns the text. */
export function answerFault(error: unknown, c: IdentityContext): Response {
  if (!isDomainError(error)) {
    c.var.runtime.log.error({ err: error, requestId: c.var.requestId }, 'an identity request failed')
    return fault(c, 500, 'Something went wrong inside the service. The log of the service says more.')
  }
  if (error.retryAfterSeconds !== undefined) c.header('Retry-After', String(error.retryAfterSeconds))
  return fault(c, STATUS[error.code], error.message)
}

export function fault(c: IdentityContext, status: ContentfulStatusCode, message: string): Response {
  if (status === 401) c.header('WWW-Authenticate', `Keystone uri="${link(c, '')}"`)
  const title = TITLES[status] ?? 'Error'
  return c.json({ error: { code: status, message, title } }, status)
}
