import { type ApiFault, faultFrom, offlineFault } from './api-fault.ts'
import { waitForSignIn } from './session-gate.ts'

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/**
 * The one way from the browser to the service. A request that meets an expired sign-in waits until the person has
 * signed in again, then goes once more.
 * @throws ApiFault for every refusal, and for no answer at all (`offline`).
 */
export async function request(path: string, init: HttpRequest = {}): Promise<Response> {
  for (;;) {
    const response = await send(path, init)
    if (response.ok) return response
    if (response.status !== 401) throw await faultFrom(response)
    await waitForSignIn()
    init.signal?.throwIfAborted()
  }
}

/** `request`, and its JSON body. @throws ApiFault */
export async function requestJson<T>(path: string, init: HttpRequest = {}): Promise<T> {
  const response = await request(path, init)
  return (await response.json()) as T
}

async function send(path: string, init: HttpRequest): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...init.headers }
  if (init.body !== undefined) headers['Content-Type'] ??= 'application/json'
  try {
    return await fetch(path, {
      method: init.method ?? 'GET',
      headers,
      credentials: 'same-origin',
      ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
      ...(init.signal && { signal: init.signal }),
    })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw offlineFault()
  }
}

/** Whether trying again by itself could help: not for a refusal, which would only come again. */
export function isWorthRetrying(error: unknown): boolean {
  const status = (error as Partial<ApiFault>).status
  return status === 0 || (typeof status === 'number' && status >= 500)
}
