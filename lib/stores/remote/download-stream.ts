import type { IncomingMessage } from 'node:http'
import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { YoungGarbage } from '../young-garbage.ts'

/** One pull gives at most this much. */
const PULL_BYTES = 1024 * 1024

export interface Download {
  readonly storeId: string
  /** Opens the bytes from `start` to `end` (inclusive) of the very same data, or throws. */
  readonly reopen: (start: number, signal: AbortSignal) => Promise<IncomingMessage>
  readonly start: number
  readonly lengthBytes: number
  readonly garbage: YoungGarbage
  /** How often it may be opened again, after it broke without having given a byte since. */
  readonly reopenings: number
  readonly signal: AbortSignal
}

interface DownloadState {
  readonly download: Download
  readonly end: number
  message: IncomingMessage
  position: number
  /** Reopenings since the last byte. */
  reopened: number
}

/**
 * The answer's bytes as a pull stream. When the other side breaks off or falls silent it is asked again from where it
 * stopped, so that the reader does not notice. What is left of it is destroyed when the stream ends, fails, is cancelled or
 * `signal` aborts. Errors: `unavailable`; the signal's reason.
 */
export function downloadStream(download: Download, first: IncomingMessage): ReadableStream<Uint8Array> {
  const { signal, start, lengthBytes } = download
  const state: DownloadState = {
    ...{ download, end: start + lengthBytes, message: first, position: start, reopened: 0 },
  }
  const release = (): void => {
    signal.removeEventListener('abort', release)
    state.message.destroy()
  }
  // Nobody may be listening when a connection breaks between two pulls.
  first.on('error', () => undefined)
  if (signal.aborted) release()
  else signal.addEventListener('abort', release, { once: true })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (signal.aborted) throw signal.reason
          const piece = state.position < state.end ? await nextPiece(state) : null
          if (piece !== null) return controller.enqueue(piece)
          // Read to its end, so that the connection can serve the next request.
          state.message.resume()
          signal.removeEventListener('abort', release)
          controller.close()
        } catch (error) {
          release()
          throw signal.aborted ? signal.reason : error
        }
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  )
}

async function nextPiece(state: DownloadState): Promise<Uint8Array> {
  for (;;) {
    const piece = await readFrom(state.message, state.end - state.position).catch(() => null)
    state.download.signal.throwIfAborted()
    if (piece !== null) {
      state.position += piece.length
      state.reopened = 0
      state.download.garbage.passed(piece.length)
      return piece
    }
    await reopen(state)
  }
}

async function reopen(state: DownloadState): Promise<void> {
  const { storeId, reopenings, signal } = state.download
  state.message.destroy()
  if (state.reopened >= reopenings) {
    throw new DomainError('unavailable', `The store ${storeId} broke off in the middle of the data.`)
  }
  state.reopened += 1
  try {
    state.message = await state.download.reopen(state.position, signal)
    state.message.on('error', () => undefined)
  } catch (error) {
    if (isDomainError(error, 'unavailable')) throw error
    // Gone or changed meanwhile: for who reads it, the data has ended too early.
    throw new DomainError('unavailable', `The store ${storeId} cannot go on with the data.`, { cause: error })
  }
}

/** The next bytes, as many as have come, at most `most`; null at the end. Rejects when the connection breaks. */
async function readFrom(message: IncomingMessage, most: number): Promise<Uint8Array | null> {
  for (;;) {
    const ready = Math.min(message.readableLength, most, PULL_BYTES)
    const piece: unknown = ready > 0 ? message.read(ready) : message.read(0)
    if (piece instanceof Uint8Array && piece.length > 0) return piece
    if (message.readableEnded) return null
    if (message.destroyed) throw new Error('the connection is closed')
    await movement(message)
  }
}

/** Resolves when there is something to read, or an end. */
function movement(message: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const names = ['readable', 'end', 'close', 'error'] as const
    const done = (): void => {
      for (const name of names) message.off(name, done)
      resolve()
    }
    for (const name of names) message.on(name, done)
  })
}

/** Fills the target; gives the count, less than asked when the answer ends or breaks. The answer stays open. */
export async function readFully(message: IncomingMessage, target: Uint8Array): Promise<number> {
  let done = 0
  try {
    while (done < target.length) {
      const piece = await readFrom(message, target.length - done)
      if (piece === null) break
      target.set(piece, done)
      done += piece.length
    }
  } catch {
    // The count tells.
  }
  return done
}

/** All the bytes of an answer that must have just as many. @throws `unavailable` */
export async function readInto(message: IncomingMessage, target: Uint8Array): Promise<void> {
  const count = await readFully(message, target)
  if (count === target.length) {
    message.resume()
    return
  }
  message.destroy()
  throw new DomainError('unavailable', 'A store broke off in the middle of the data.')
}
