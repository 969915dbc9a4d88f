import { DomainError } from '#lib/domain/errors.ts'
import type { YoungGarbage } from '../young-garbage.ts'
import { inCeph } from './ceph-fault.ts'
import type { RbdImage } from './rbd-driver.ts'

/** One pull gives as much. */
const PULL_BYTES = 1024 * 1024
/** Pulls that are asked for ahead of the reader: with the one that waits for it, a download's whole memory. */
const AHEAD = 3

export interface RbdDownload {
  readonly storeId: string
  readonly image: RbdImage
  readonly start: number
  readonly lengthBytes: number
  readonly garbage: YoungGarbage
  readonly signal: AbortSignal
}

/**
 * A pull stream over a part of an open image, which it closes when it ends, is cancelled, fails, or `signal` aborts. Reads
 * ahead. Errors: `unavailable`; the signal's reason.
 */
export function rbdDownload({ image, signal, ...download }: RbdDownload): ReadableStream<Uint8Array> {
  const end = download.start + download.lengthBytes
  const coming: Promise<Uint8Array>[] = []
  let asked = download.start
  const askAhead = (): void => {
    while (coming.length < AHEAD && asked < end) {
      const piece = readPiece(download.storeId, image, asked, Math.min(PULL_BYTES, end - asked))
      // Whoever takes it hears of its failure; when nobody does, nobody has to.
      piece.catch(() => undefined)
      coming.push(piece)
      asked += PULL_BYTES
    }
  }
  let onAbort: () => void = () => undefined
  const release = async (): Promise<void> => {
    asked = end
    signal.removeEventListener('abort', onAbort)
    await image.close()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          controller.error(signal.reason)
          void release()
        }
        if (signal.aborted) onAbort()
        else signal.addEventListener('abort', onAbort, { once: true })
      },
      async pull(controller) {
        askAhead()
        const next = coming.shift()
        if (next === undefined) {
          controller.close()
          return release()
        }
        try {
          const piece = await next
          if (signal.aborted) return
          askAhead()
          download.garbage.passed(piece.length)
          controller.enqueue(piece)
        } catch (error) {
          if (!signal.aborted) await release()
          throw error
        }
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  )
}

async function readPiece(
  storeId: string,
  image: RbdImage,
  offset: number,
  lengthBytes: number,
): Promise<Uint8Array> {
  const piece = await inCeph(storeId, 'a download', () => image.read(offset, lengthBytes))
  if (piece.length === lengthBytes) return piece
  throw new DomainError('unavailable', 'The stored data ends before its recorded size.')
}
