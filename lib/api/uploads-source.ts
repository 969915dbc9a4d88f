import type { IncomingMessage } from 'node:http'
import { type ApiContext, nodeSide } from './api-env.ts'

/** Chunks that wait for the reader before the socket is told to hold on: about a block of 1 MiB. */
const MOST_WAITING = 16

/**
 * The body of a request that brings image data. From the socket itself where there is one: a web stream over it costs
 * more. Ending the iteration early leaves the socket open, because the client still has to read why.
 */
export function requestBytes(c: ApiContext): AsyncIterable<Uint8Array> {
  const { incoming, outgoing } = nodeSide(c)
  if (incoming === undefined) return c.req.raw.body ?? nothing()
  // curl waits for this before it sends anything; the door leaves it to us.
  if (incoming.headers.expect !== undefined) outgoing?.writeContinue()
  return { [Symbol.asyncIterator]: () => readIncoming(incoming as IncomingMessage) }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Listens instead of using the stream's own iterator, which is slower by a third and destroys the socket when left. */
function readIncoming(incoming: IncomingMessage): AsyncIterator<Uint8Array> {
  const waiting: Uint8Array[] = []
  let isOver = false
  let failure: Error | null = null
  let wake: (() => void) | null = null

  const onData = (chunk: Uint8Array): void => {
    waiting.push(chunk)
    if (waiting.length >= MOST_WAITING) incoming.pause()
    wake?.()
  }
  const onEnd = (): void => {
    isOver = true
    wake?.()
  }
  const onError = (error: Error): void => {
    failure = error
    wake?.()
  }
  const onClose = (): void => {
    if (!incoming.readableEnded) onError(new Error('The connection was closed.'))
  }
  incoming.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  if (incoming.destroyed) onClose()

  const leave = (): void => {
    incoming.off('data', onData).off('end', onEnd).off('close', onClose)
    // An error that comes later must not end the process.
    incoming.off('error', onError).on('error', () => undefined)
    incoming.pause()
  }
  return {
    async next() {
      while (waiting.length === 0 && !isOver && failure === null) {
        if (incoming.isPaused()) incoming.resume()
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const value = waiting.shift()
      if (value !== undefined) return { done: false, value }
      leave()
      if (failure !== null) throw failure
      return { done: true, value: undefined }
    },
    async return() {
      leave()
      return { done: true, value: undefined }
    },
  }
}
