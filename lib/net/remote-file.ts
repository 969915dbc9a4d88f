import { setTimeout as pause } from 'node:timers/promises'
import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { ByteRange } from '#lib/domain/repository.ts'
import { type RemotePart, readRemotePart } from './remote-part.ts'
import type { SafeFetch } from './safe-fetch.ts'

export interface RemoteRequest {
  readonly url: string
  readonly range?: ByteRange | null
  /** More than this is `over_limit`. */
  readonly maxBytes: number
  /** Waits before another attempt; the count of failures since the last byte, from 1. */
  readonly pauseMs?: (failures: number) => number
}

export interface RemoteFile extends RemotePart {
  /** Ends everything, also what nobody has begun to read. Again is fine. */
  release(): void
}

/** Attempts in a row that bring nothing, and attempts at all. */
const FRUITLESS_ATTEMPTS = 4
const ALL_ATTEMPTS = 50
const defaultPauseMs = (failures: number) => 500 * 2 ** failures

/**
 * Opens a file on another server. A transfer that breaks is gone on with where it broke, if the server says by a strong
 * ETag that it is still the same version; the reader notices nothing.
 * @throws as `readRemotePart`, and so does the stream, which also fails when fewer bytes come than were announced
 */
export async function openRemoteFile(
  fetch: SafeFetch,
  request: RemoteRequest,
  outer: AbortSignal,
): Promise<RemoteFile> {
  const { url, range, maxBytes } = request
  const start = range?.start ?? 0
  const end = range?.end ?? null
  const own = new AbortController()
  const signal = AbortSignal.any([outer, own.signal])
  const first = await readRemotePart(fetch, { url, start, end, validator: null, maxBytes }, signal)
  const again = (offset: number, validator: string) =>
    readRemotePart(fetch, { url, start: offset, end, validator, maxBytes }, signal)
  const transfer = { first, start, again, signal, pauseMs: request.pauseMs ?? defaultPauseMs }
  const release = () => own.abort(new DomainError('interrupted', 'Nobody wants the data any more.'))
  return { ...first, pieces: resume(transfer), release }
}

/** The same as a pull stream; cancelling it releases everything. */
export function streamOf({ pieces, release }: RemoteFile): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  )
}

interface Transfer {
  readonly first: RemotePart
  readonly start: number
  readonly again: (offset: number, validator: string) => Promise<RemotePart>
  readonly signal: AbortSignal
  readonly pauseMs: (failures: number) => number
}

async function* resume({ first, start, again, signal, pauseMs }: Transfer): AsyncGenerator<Uint8Array> {
  const { validator, lengthBytes, finalUrl } = first
  let offset = start
  let fruitless = 0
  let part: RemotePart | null = first
  for (let attempts = 1; ; attempts += 1) {
    try {
      part ??= await again(offset, validator ?? '')
      for await (const piece of part.pieces) {
        offset += piece.length
        fruitless = 0
        yield piece
      }
      if (lengthBytes === null || offset - start >= lengthBytes) return
      throw new DomainError('unavailable', `The host ${finalUrl.hostname} sent less than it announced.`)
    } catch (error) {
      fruitless += 1
      const mayTry = validator !== null && fruitless < FRUITLESS_ATTEMPTS && attempts < ALL_ATTEMPTS
      if (!mayTry || !isDomainError(error, 'unavailable')) throw error
    }
    part = null
    // The signal's own reason is the one to fail with, not the timer's.
    await pause(pauseMs(fruitless), undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}
