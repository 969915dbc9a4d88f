import type { IncomingMessage } from 'node:http'
import { readFully, readInto } from './download-stream.ts'

export interface SequentialReader {
  /** Fills the target, which must lie within `sizeBytes`. One call at a time. @throws `unavailable`, `not_found` */
  read(offset: number, target: Uint8Array, sizeBytes: number): Promise<void>
  close(): void
}

/** One request serves this much of a sequence. */
const WINDOW_BYTES = 256 * 1024 * 1024

/** Reads here and there with one request each; reads in sequence come from one answer, which the network fills ahead. */
export function sequentialReader(
  open: (start: number, end: number) => Promise<IncomingMessage>,
): SequentialReader {
  let window: { readonly message: IncomingMessage; readonly end: number } | null = null
  let position = -1
  const close = (): void => {
    window?.message.destroy()
    window = null
  }
  const exactly = async (offset: number, target: Uint8Array): Promise<void> => {
    if (target.length > 0) await readInto(await open(offset, offset + target.length - 1), target)
  }
  const inSequence = async (offset: number, target: Uint8Array, sizeBytes: number): Promise<boolean> => {
    const end = offset + target.length
    if (window !== null && window.end < end) close()
    if (window === null) {
      const windowEnd = Math.max(end, Math.min(sizeBytes, offset + WINDOW_BYTES))
      const message = await open(offset, windowEnd - 1)
      // It may break while nobody reads.
      message.on('error', () => undefined)
      window = { message, end: windowEnd }
    }
    return (await readFully(window.message, target)) === target.length
  }
  return {
    close,
    async read(offset, target, sizeBytes) {
      const isNext = offset === position
      if (!isNext) close()
      const isRead = isNext && (await inSequence(offset, target, sizeBytes))
      if (isNext && !isRead) close()
      if (!isRead) await exactly(offset, target)
      position = offset + target.length
    },
  }
}
