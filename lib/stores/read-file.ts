import type { FileHandle } from 'node:fs/promises'
import { DomainError } from '#lib/domain/errors.ts'
import type { YoungGarbage } from './young-garbage.ts'

/** With 64 KiB instead, a download costs three to five times the CPU. */
const PULL_BYTES = 1024 * 1024

interface FileSlice {
  readonly start: number
  readonly lengthBytes: number
}

export interface FileReading {
  readonly handle: FileHandle
  readonly garbage: YoungGarbage
  readonly signal: AbortSignal
}

/**
 * A pull stream over a part of an open file, which it closes when it ends, is cancelled, fails, or `signal` aborts.
 * Holds at most two pulls in memory. Errors: `unavailable` when the file ends early; the signal's reason.
 */
export function readFileSlice(
  { handle, garbage, signal }: FileReading,
  slice: FileSlice,
): ReadableStream<Uint8Array> {
  let position = slice.start
  const end = slice.start + slice.lengthBytes
  let running: Promise<unknown> = Promise.resolve()
  let onAbort: () => void = () => undefined
  const release = async (): Promise<void> => {
    signal.removeEventListener('abort', onAbort)
    // Closing a handle under a running read would hand its number to another file.
    await running.catch(() => undefined)
    await handle.close()
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      onAbort = () => {
        controller.error(signal.reason)
        void release()
      }
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
    },
    async pull(controller) {
      if (position >= end) {
        controller.close()
        return release()
      }
      const reading = readPiece(handle, position, Math.min(PULL_BYTES, end - position))
      running = reading
      try {
        const piece = await reading
        position += piece.length
        garbage.passed(piece.length)
        if (!signal.aborted) controller.enqueue(piece)
      } catch (error) {
        if (!signal.aborted) await release()
        throw error
      }
    },
    cancel: release,
  })
}

async function readPiece(handle: FileHandle, position: number, lengthBytes: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(lengthBytes)
  const { bytesRead } = await handle.read(buffer, 0, lengthBytes, position)
  if (bytesRead === 0) throw new DomainError('unavailable', 'The stored data ends before its recorded size.')
  return buffer.subarray(0, bytesRead)
}
