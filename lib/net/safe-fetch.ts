import type { IncomingMessage } from 'node:http'
import { invalid } from '#lib/domain/errors.ts'
import { beginLife, type FetchLife, orAborted } from './fetch-life.ts'
import { pinHost, type Resolver, systemResolver } from './resolve-host.ts'
import { responseStream, tooLong } from './response-stream.ts'
import { sendRequest } from './send-request.ts'
import { checkUrl, type UrlRules } from './url-rules.ts'

export interface FetchLimits {
  /** Redirects that are followed, of GET and HEAD; other methods follow none. */
  readonly redirects: number
  /** Of the headers of one answer. */
  readonly headerBytes: number
  /** From the beginning to the headers of the last answer: names, connections, redirects. */
  readonly headerMs: number
  /** Longest silence while the body is being read. */
  readonly idleMs: number
  /** From the beginning to the last byte. */
  readonly totalMs: number
}

export interface SafeRequest {
  readonly url: string
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  /** Small things only: it is held in memory. */
  readonly body?: Uint8Array | string
  /** More than this of a body is `over_limit`. */
  readonly maxBytes: number
  /** `answer`: a redirect is an answer like any other. Default: followed. */
  readonly redirects?: 'follow' | 'answer'
}

export interface SafeResponse {
  readonly status: number
  readonly headers: Headers
  /** Read it to its end or cancel it: the connection lives until then. Never decoded, whatever Content-Encoding says. */
  readonly stream: ReadableStream<Uint8Array>
  /** Where the answer came from, after redirects. */
  readonly finalUrl: URL
}

/**
 * Asks an address that a person or another server gave. Every hop is held against the rules, its name is resolved
 * once, and the connection goes to the addresses that were checked. Any status is an answer.
 * @throws `invalid` (field `uri`) refused address or redirect, `unavailable` no answer or too slow, `over_limit`; the
 * signal's reason. The stream fails alike.
 */
export type SafeFetch = (request: SafeRequest, signal: AbortSignal) => Promise<SafeResponse>

export interface SafeFetchOptions {
  readonly rules: UrlRules
  readonly limits: FetchLimits
  /** Follow a redirect from https to http. */
  readonly allowDowngrade?: boolean
  /** Certificates (PEM) to trust instead of the system's. */
  readonly ca?: string | undefined
  readonly resolve?: Resolver
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** What another host may know of a request that was redirected to it; never tokens or cookies. */
const HARMLESS: ReadonlySet<string> = new Set(['accept', 'range', 'if-range', 'user-agent'])

export function createSafeFetch(options: SafeFetchOptions): SafeFetch {
  return async (request, signal) => {
    const life = beginLife(signal)
    try {
      return await fetchWithin(options, request, life)
    } catch (error) {
      life.end()
      throw error
    }
  }
}

async function fetchWithin(
  options: SafeFetchOptions,
  request: SafeRequest,
  life: FetchLife,
): Promise<SafeResponse> {
  const { rules, limits } = options
  life.limit(limits.totalMs, 'The transfer took longer than is allowed.')
  const inTime = life.limit(limits.headerMs, 'The server did not answer in time.')
  let url = checkUrl(request.url, rules)
  let headers = ownHeaders(request.headers ?? {})
  for (let redirects = 0; ; redirects += 1) {
    const message = await ask(options, { url, request, headers }, life)
    const location = redirectOf(request, message)
    if (location === null) {
      inTime()
      return answer({ message, url, request, life, limits })
    }
    message.destroy()
    if (redirects >= limits.redirects) throw invalid('The address redirects too often.', 'uri')
    const target = redirectTarget(location, url, options)
    if (target.origin !== url.origin) headers = harmless(headers)
    url = target
  }
}

interface Question {
  readonly url: URL
  readonly request: SafeRequest
  readonly headers: Readonly<Record<string, string>>
}

async function ask(
  { rules, limits, ca, resolve = systemResolver }: SafeFetchOptions,
  { url, request, headers }: Question,
  { signal }: FetchLife,
): Promise<IncomingMessage> {
  const lookup = await orAborted(pinHost(url, rules, resolve), signal)
  const { method = 'GET', body } = request
  return sendRequest({ url, method, headers, body, lookup, signal, ca, headerBytes: limits.headerBytes })
}

interface Answered {
  readonly message: IncomingMessage
  readonly url: URL
  readonly request: SafeRequest
  readonly life: FetchLife
  readonly limits: FetchLimits
}

function answer({ message, url, request, life, limits }: Answered): SafeResponse {
  const headers = new Headers()
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const { maxBytes, method } = request
  const host = url.hostname
  const announced = Number(headers.get('content-length') ?? 0)
  if (method !== 'HEAD' && announced > maxBytes) {
    message.destroy()
    throw tooLong(host, maxBytes)
  }
  const stream = responseStream(message, life, { host, maxBytes, idleMs: limits.idleMs })
  return { status: message.statusCode ?? 0, headers, stream, finalUrl: url }
}

function redirectOf({ method = 'GET', redirects }: SafeRequest, message: IncomingMessage): string | null {
  if (redirects === 'answer') return null
  if (method !== 'GET' && method !== 'HEAD') return null
  return REDIRECTS.has(message.statusCode ?? 0) ? (message.headers.location ?? null) : null
}

/** @throws `invalid` */
function redirectTarget(location: string, from: URL, { rules, allowDowngrade }: SafeFetchOptions): URL {
  if (!URL.canParse(location, from)) throw invalid('The address redirects to something unreadable.', 'uri')
  const target = checkUrl(new URL(location, from).href, rules)
  if (from.protocol === 'https:' && target.protocol === 'http:' && allowDowngrade !== true) {
    throw invalid('The address redirects from https to http, which is not allowed here.', 'uri')
  }
  return target
}

/** In lower case; the bytes are wanted as they are stored, or sizes and hashes would be another's. */
function ownHeaders(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const lower = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])
  return { 'user-agent': 'vitrine', ...Object.fromEntries(lower), 'accept-encoding': 'identity' }
}

function harmless(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name]) => HARMLESS.has(name))
  return { ...Object.fromEntries(kept), 'accept-encoding': 'identity' }
}
