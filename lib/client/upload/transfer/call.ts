import type { Answer } from './trouble.ts'

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

export interface CallAnswer extends Answer {
  readonly headers: Headers
}

const TIMEOUT_MS = 30_000

/**
 * One short request. No answer within half a minute counts as no network (`status` 0).
 * It does not wait for signing in, as `request` does: an upload says itself that it waits.
 * @throws DOMException `AbortError` when the caller aborts
 */
export async function call({
  method,
  path,
  headers,
  body,
  signal,
  timeoutMs = TIMEOUT_MS,
}: Call): Promise<CallAnswer> {
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(path, {
      method,
      headers: { Accept: 'application/json', ...headers },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      ...(body !== undefined && { body }),
    })
    return {
      status: response.status,
      body: await response.text(),
      requestId: response.headers.get('x-openstack-request-id'),
      retryAfter: response.headers.get('retry-after'),
      headers: response.headers,
    }
  } catch (error) {
    if (signal?.aborted) throw error
    return { status: 0, body: '', requestId: null, retryAfter: null, headers: new Headers() }
  }
}

export function isOk({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

/** The JSON of an answer; null when it is something else. */
export function readJson<T>({ body }: Answer): T | null {
  try {
    return JSON.parse(body) as T
  } catch {
    return null
  }
}
