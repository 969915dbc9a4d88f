import { conflict, DomainError } from '#lib/domain/errors.ts'
import type { SafeFetch, SafeResponse } from './safe-fetch.ts'

export interface PartRequest {
  readonly url: string
  readonly start: number
  /** The last byte wanted; null for all that follows. */
  readonly end: number | null
  /** A strong ETag: the part must be of this very version. */
  readonly validator: string | null
  /** More than this in one answer is `over_limit`. */
  readonly maxBytes: number
}

/** Bytes from `start` on, of a file on another server. */
export interface RemotePart {
  readonly pieces: AsyncIterable<Uint8Array>
  /** What `pieces` will give; null when the server does not say. */
  readonly lengthBytes: number | null
  /** Strong, so that parts of one version fit together; null when the server gives none. */
  readonly validator: string | null
  readonly headers: Headers
  readonly finalUrl: URL
}

/**
 * Reads a part, also from servers that ignore ranges: what was not asked for is skipped.
 * @throws `not_found`, `bad_range`, `conflict` another version than `validator`, `unavailable`, and as `SafeFetch`
 */
export async function readRemotePart(
  fetch: SafeFetch,
  request: PartRequest,
  signal: AbortSignal,
): Promise<RemotePart> {
  const { url, maxBytes } = request
  const response = await fetch({ url, maxBytes, headers: rangeHeaders(request) }, signal)
  try {
    return toPart(request, response)
  } catch (error) {
    await response.stream.cancel()
    throw error
  }
}

function rangeHeaders({ start, end, validator }: PartRequest): Readonly<Record<string, string>> {
  if (start === 0 && end === null) return {}
  const range = { range: `bytes=${start}-${end ?? ''}` }
  return validator === null ? range : { ...range, 'if-range': validator }
}

function toPart(request: PartRequest, response: SafeResponse): RemotePart {
  const { headers, status, finalUrl, stream } = response
  if (status !== 200 && status !== 206) throw statusError(response)
  const validator = strongValidator(headers)
  if (request.validator !== null && validator !== request.validator) throw changed(finalUrl)
  const common = { validator, headers, finalUrl }
  if (status === 206) return { ...common, pieces: stream, lengthBytes: partialLength(request, response) }
  const wholeBytes = announcedLength(headers)
  const { start, end } = request
  if (start === 0 && end === null) return { ...common, pieces: stream, lengthBytes: wholeBytes }
  if (wholeBytes !== null && Math.max(start, end ?? 0) >= wholeBytes) throw outside(finalUrl)
  const last = end ?? (wholeBytes === null ? null : wholeBytes - 1)
  const lengthBytes = last === null ? null : last - start + 1
  return { ...common, pieces: slice(stream, start, end), lengthBytes }
}

function partialLength({ start, end }: PartRequest, { headers, finalUrl }: SafeResponse): number {
  const [, first, last, whole] =
    /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
  if (Number(first) !== start || Number(last) < start) {
    throw new DomainError(
      'unavailable',
      `The host ${finalUrl.hostname} sends another part than was asked for.`,
    )
  }
  if (end === null ? whole !== '*' && Number(last) !== Number(whole) - 1 : Number(last) !== end) {
    throw outside(finalUrl)
  }
  return Number(last) - start + 1
}

async function* slice(
  stream: AsyncIterable<Uint8Array>,
  start: number,
  end: number | null,
): AsyncGenerator<Uint8Array> {
  let position = 0
  for await (const piece of stream) {
    const from = Math.max(0, start - position)
    const to = end === null ? piece.length : Math.min(piece.length, end + 1 - position)
    position += piece.length
    if (from < to) yield piece.subarray(from, to)
    if (end !== null && position > end) return
  }
}

/** The announced bytes of the body; null when it comes without. */
export function announcedLength(headers: Headers): number | null {
  const text = headers.get('content-length') ?? ''
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null
}

/** The ETag, if equal ones mean equal bytes. */
export function strongValidator(headers: Headers): string | null {
  const tag = headers.get('etag')
  return tag?.startsWith('"') ? tag : null
}

/** What an answer without data means. */
export function statusError({ status, finalUrl: { hostname } }: SafeResponse): DomainError {
  if (status === 404 || status === 410) {
    return new DomainError('not_found', `The host ${hostname} has nothing at this address (${status}).`)
  }
  if (status === 416) return new DomainError('bad_range', `The host ${hostname} has no such range.`)
  const why = status === 401 || status === 403 ? 'does not give this address to us' : 'does not give the data'
  return new DomainError('unavailable', `The host ${hostname} ${why} (${status}).`)
}

function outside({ hostname }: URL): DomainError {
  return new DomainError('bad_range', `The range lies outside the data that ${hostname} has.`)
}

function changed({ hostname }: URL): DomainError {
  return conflict(`The data on ${hostname} changed while it was being read; begin again.`)
}
