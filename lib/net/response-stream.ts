import type { IncomingMessage } from 'node:http'
import { DomainError, overLimit } from '#lib/domain/errors.ts'
import type { FetchLife } from './fetch-life.ts'

interface BodyLimits {
  readonly host: string
  readonly maxBytes: number
  /** Longest wait for the next bytes while somebody reads. */
  readonly idleMs: number
}

/**
 * The body as it comes, never decoded. One piece is under way at a time; a reader that pauses pauses the sender. Ends
 * the request's life and its connection when it ends, fails or is cancelled.
 * Errors: `over_limit`, `unavailable` (silent, too slow, or cut short), the life's reason.
 */
export function responseStream(
  message: IncomingMessage,
  life: FetchLife,
  limits: BodyLimits,
): ReadableStream<Uint8Array> {
  // The iterator listens only while it is asked; what fails in between is told at the next question.
  message.on('error', () => {})
  const pieces = message[Symbol.asyncIterator]() as AsyncIterableIterator<Uint8Array>
  let receivedBytes = 0
  const end = () => {
    life.end()
    message.destroy()
  }
  const next = async () => {
    const calmDown = life.limit(limits.idleMs, `The host ${limits.host} sent nothing for too long.`)
    try {
      const piece = await pieces.next()
      // A body whose end is the end of its connection looks whole when we broke it off ourselves.
      life.signal.throwIfAborted()
      return piece
    } catch (error) {
      throw life.signal.aborted ? life.signal.reason : cutShort(limits.host, error)
    } finally {
      calmDown()
    }
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const piece = await next()
          if (piece.done === true) {
            end()
            return controller.close()
          }
          receivedBytes += piece.value.length
          if (receivedBytes > limits.maxBytes) throw tooLong(limits.host, limits.maxBytes)
          controller.enqueue(piece.value)
        } catch (error) {
          end()
          throw error
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
}

export function tooLong(host: string, maxBytes: number): DomainError {
  return overLimit(`The host ${host} sends more than the ${maxBytes} bytes that are allowed here.`)
}

function cutShort(host: string, cause: unknown): DomainError {
  return new DomainError('unavailable', `The host ${host} broke off before everything was sent.`, { cause })
}
