import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import { openRemoteFile, streamOf } from '#lib/net/remote-file.ts'
import { announcedLength, statusError } from '#lib/net/remote-part.ts'
import type { SafeFetch } from '#lib/net/safe-fetch.ts'
import type { ReadableStore } from '../store.ts'

export interface HttpStoreOptions {
  readonly id: string
  /** Made when it is first needed: certificates may have to be read. */
  readonly fetch: () => Promise<SafeFetch>
}

/** Data that stays on web servers of others; what may be asked is up to the site's rules for addresses. */
export function createHttpStore({ id, fetch: makeFetch }: HttpStoreOptions): ReadableStore {
  return {
    id,
    async open(url, range, signal) {
      if (range !== null && (range.start < 0 || range.end < range.start)) {
        throw new DomainError('bad_range', 'The range ends before it begins.')
      }
      const fetch = await makeFetch()
      return translated(url, async () => {
        const request = { url, range, maxBytes: Number.MAX_SAFE_INTEGER }
        const file = await openRemoteFile(fetch, request, signal)
        const { lengthBytes } = file
        if (lengthBytes !== null) return { stream: streamOf(file), lengthBytes }
        file.release()
        throw sizeless(file.finalUrl)
      })
    },
    async sizeOf(url) {
      const fetch = await makeFetch()
      return translated(url, () => measure(fetch, url))
    },
  }
}

/** An address that the rules refuse lies outside this store. */
async function translated<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (!isDomainError(cause, 'invalid')) throw cause
    throw new DomainError('not_found', `There is no data at ${url}: ${cause.message}`, { cause })
  }
}

async function measure(fetch: SafeFetch, url: string): Promise<number> {
  // The limits of the fetch end it; nobody else waits for it.
  const response = await fetch({ url, method: 'HEAD', maxBytes: 0 }, new AbortController().signal)
  await response.stream.cancel()
  if (response.status !== 200) throw statusError(response)
  const sizeBytes = announcedLength(response.headers)
  if (sizeBytes === null) throw sizeless(response.finalUrl)
  return sizeBytes
}

function sizeless({ hostname }: URL): DomainError {
  return new DomainError('unavailable', `The host ${hostname} does not say how long the data is.`)
}
