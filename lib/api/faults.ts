import { STATUS_CODES } from 'node:http'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { FaultWire } from '#lib/contract/fault-wire.ts'
import { type ErrorCode, isDomainError } from '#lib/domain/errors.ts'
import type { ApiContext } from './api-env.ts'
import { baseUrl } from './base-url.ts'
import { faultBody } from './fault-body.ts'

/** The one place where errors become statuses. */
export const FAULT_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  interrupted: 408,
  conflict: 409,
  gone: 410,
  stale: 412,
  over_limit: 413,
  unsupported_media: 415,
  bad_range: 416,
  too_many_attempts: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>

/** Answers an error. What is not a DomainError is ours to mend: logged whole, told only by the request's id. */
export function answerError(error: unknown, c: ApiContext): Response {
  if (!isDomainError(error)) {
    c.var.api.log.error({ err: error, requestId: c.var.requestId }, 'A request failed unexpectedly.')
    return answerFault(c, 500, `Something went wrong here. Report it with the request id ${c.var.requestId}.`)
  }
  if (error.code === 'unavailable') {
    c.var.api.log.warn(
      { err: error, requestId: c.var.requestId },
      'Something that the service needs does not answer.',
    )
  }
  if (error.code === 'unauthenticated') c.header('WWW-Authenticate', `Keystone uri="${baseUrl(c)}/identity"`)
  if (error.retryAfterSeconds !== undefined)
    c.header('Retry-After', String(Math.ceil(error.retryAfterSeconds)))
  return answerFault(c, FAULT_STATUS[error.code], error.message, error.field)
}

/** Answers with an error of this status, in the form that the client accepts. */
export function answerFault(
  c: ApiContext,
  status: ContentfulStatusCode,
  message: string,
  field?: string,
): Response {
  const { contentType, text } = faultBody(toFault(status, message, field), c.req.header('accept'))
  return c.body(text, status, { 'Content-Type': contentType, Vary: 'Accept' })
}

export function toFault(status: number, message: string, field?: string): FaultWire {
  const title = STATUS_CODES[status] ?? 'Error'
  return { code: `${status} ${title}`, title, message, ...(field === undefined ? {} : { field }) }
}
