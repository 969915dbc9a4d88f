import type { FaultReason, UploadFault, WaitNote } from '../model/upload.ts'

/** What went wrong with one request, and therefore what the upload does next. */
export type Trouble =
  | { readonly kind: 'network' }
  | { readonly kind: 'server'; readonly retryAfterMs: number | null; readonly note: WaitNote | null }
  | { readonly kind: 'sign-in' }
  /** A proxy in between takes only shorter requests. */
  | { readonly kind: 'too-long-for-proxy' }
  /** The upload is not there (any more). */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly fault: UploadFault }

/** What a request brought home. `status` 0: no answer at all. */
export interface Answer {
  readonly status: number
  readonly body: string
  readonly requestId: string | null
  readonly retryAfter: string | null
}

/** Answers that later are different: busy, locked, overloaded, broken. */
const PASSING = new Set([408, 409, 423, 425, 429, 460])

export function troubleOf(answer: Answer): Trouble {
  const { status } = answer
  if (status === 0) return { kind: 'network' }
  if (status === 401) return { kind: 'sign-in' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  // Our service signs every answer with a request id; a proxy's own 413 has none.
  if (status === 413 && answer.requestId === null) return { kind: 'too-long-for-proxy' }
  if (PASSING.has(status) || status >= 500) {
    return { kind: 'server', retryAfterMs: retryAfterMs(answer.retryAfter), note: noteOf(answer) }
  }
  return { kind: 'refused', fault: faultOf(answer) }
}

function noteOf({ body, status }: Answer): WaitNote {
  const sentence = sentenceOf(body)
  return sentence === null ? { code: 'status', status } : { code: 'told', sentence }
}

/** A final answer, and what kind of remedy there is. */
function faultOf(answer: Answer): UploadFault {
  const said = sentenceOf(answer.body)
  const known = KNOWN.find((each) => each.status === answer.status && (each.says?.test(said ?? '') ?? true))
  return {
    status: answer.status,
    reason: { code: known?.code ?? 'unknown' },
    said,
    requestId: answer.requestId,
    canRetry: known?.canRetry ?? true,
  }
}

/** Why the service refused the data of an upload, told afterwards: the status is no longer known. */
export function refusalOf(message: string, requestId: string | null): UploadFault {
  return {
    ...faultOf({ status: 400, body: message, requestId, retryAfter: null }),
    status: null,
    canRetry: false,
  }
}

/** The upload or its image does not exist any more. */
export const GONE: UploadFault = {
  status: 404,
  reason: { code: 'gone' },
  said: null,
  requestId: null,
  canRetry: false,
}

export const PROXY_TOO_SMALL: UploadFault = {
  status: 413,
  reason: { code: 'proxyTooSmall' },
  said: null,
  requestId: null,
  canRetry: true,
}

interface Known {
  readonly status: number
  readonly says?: RegExp
  readonly code: Exclude<FaultReason['code'], 'otherData'>
  readonly canRetry: boolean
}

const KNOWN: readonly Known[] = [
  { status: 400, says: /checksum|hash|md5|sha/i, code: 'checksum', canRetry: false },
  { status: 400, code: 'notAccepted', canRetry: false },
  { status: 403, code: 'notAllowed', canRetry: true },
  { status: 413, code: 'tooLarge', canRetry: true },
  { status: 415, code: 'otherFormat', canRetry: false },
]

/** The message of a fault document, or plain text of reasonable length; never a proxy's page. */
function sentenceOf(body: string): string | null {
  const text = body.trim()
  const fromJson = messageIn(text)
  if (fromJson !== null) return fromJson
  return text === '' || text.length > 300 || text.startsWith('<') || text.startsWith('{') ? null : text
}

function messageIn(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return findMessage(parsed)
  } catch {
    return null
  }
}

function findMessage(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  if ('message' in value && typeof value.message === 'string') return value.message
  return 'error' in value ? findMessage(value.error) : null
}

/** Retry-After in seconds; its date form is not worth a clock comparison here. */
function retryAfterMs(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) * 1000 : null
}
