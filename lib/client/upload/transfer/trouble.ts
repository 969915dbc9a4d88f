import type { UploadFault } from '../model/upload.ts'

/** What went wrong with one request, and therefore what the upload does next. */
export type Trouble =
  | { readonly kind: 'network' }
  | { readonly kind: 'server'; readonly retryAfterMs: number | null; readonly message: string | null }
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
    return {
      kind: 'server',
      retryAfterMs: retryAfterMs(answer.retryAfter),
      message: sentenceOf(answer.body) ?? `Error ${status}`,
    }
  }
  return { kind: 'refused', fault: faultOf(answer) }
}

/** A final answer in words, with the remedy. */
function faultOf(answer: Answer): UploadFault {
  const said = sentenceOf(answer.body)
  const known = KNOWN.find((each) => each.status === answer.status && (each.says?.test(said ?? '') ?? true))
  return {
    status: answer.status,
    title: said ?? known?.title ?? `The server refused it (${answer.status}).`,
    remedy: known?.remedy ?? 'Change what the message names, then try again.',
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
  title: 'The image was deleted, or its upload expired.',
  remedy: 'Start a new upload of the same file.',
  requestId: null,
  canRetry: false,
}

export const PROXY_TOO_SMALL: UploadFault = {
  status: 413,
  title: 'A proxy between you and the service refuses requests of 256 KiB.',
  remedy: 'Ask the administrator to raise its limit of request bodies.',
  requestId: null,
  canRetry: true,
}

interface Known {
  readonly status: number
  readonly says?: RegExp
  readonly title: string
  readonly remedy: string
  readonly canRetry: boolean
}

const KNOWN: readonly Known[] = [
  {
    status: 400,
    says: /checksum|hash|md5|sha/i,
    title: 'The data is not what the checksum says.',
    remedy: 'Download the file again, or correct the checksum, then start a new upload.',
    canRetry: false,
  },
  {
    status: 400,
    title: 'The server did not accept the image.',
    remedy: 'Change what the message names, then start again.',
    canRetry: false,
  },
  {
    status: 403,
    title: 'You may not upload here.',
    remedy: 'Ask the administrator for the member role in this project, then try again.',
    canRetry: true,
  },
  {
    status: 413,
    title: 'The image is larger than allowed, or the store is full.',
    remedy: 'Delete images you no longer need or ask for more room, then try again.',
    canRetry: true,
  },
  {
    status: 415,
    title: 'The data is not what the disk format says.',
    remedy: 'Start a new upload with the right format, or convert the file first.',
    canRetry: false,
  },
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
