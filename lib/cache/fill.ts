import { createHash, type Hash } from 'node:crypto'
import type { Image } from '#lib/domain/image.ts'
import { expectedHashOf, type Filling } from './cache-files.ts'

export interface FillEnd {
  /** The copy is whole, verified and visible. */
  done(): Promise<void>
  /** There is no copy; with the reason, if it is worth telling. */
  dropped(reason?: unknown): void
}

/**
 * The source, passed on piece by piece, leaving a copy behind. Trouble with the copy is never the reader's: it goes on
 * without. Ending early, on either side, drops the copy. Holds one piece in memory.
 */
export function fillWhileReading(
  source: ReadableStream<Uint8Array>,
  image: Image,
  filling: Filling,
  end: FillEnd,
): ReadableStream<Uint8Array> {
  const reader = source.getReader()
  const copy = copyOf(image, filling, end)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const read = await reader.read().catch(async (error: unknown) => {
          await copy.drop()
          throw error
        })
        if (read.done) {
          // The reader need not wait for the disk.
          void copy.finish()
          return controller.close()
        }
        await copy.add(read.value)
        controller.enqueue(read.value)
      },
      async cancel(reason) {
        await copy.drop()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

interface Copy {
  add(piece: Uint8Array): Promise<void>
  finish(): Promise<void>
  drop(reason?: unknown): Promise<void>
}

function copyOf(image: Image, filling: Filling, end: FillEnd): Copy {
  const expected = expectedHashOf(image)
  const hash: Hash = createHash(expected?.algo ?? 'md5')
  let sizeBytes = 0
  let isOver = false
  const drop = async (reason?: unknown): Promise<void> => {
    if (isOver) return
    isOver = true
    await filling.drop()
    end.dropped(reason)
  }
  const isWhole = (): boolean => sizeBytes === image.sizeBytes && hash.digest('hex') === expected?.value
  return {
    drop,
    async add(piece) {
      if (isOver) return
      try {
        hash.update(piece)
        sizeBytes += piece.length
        await writeFully(filling, piece)
      } catch (error) {
        await drop(error)
      }
    },
    async finish() {
      if (isOver) return
      if (!isWhole())
        return drop(new Error(`The store's data of image ${image.id} is not what was recorded.`))
      try {
        await filling.publish()
        isOver = true
        await end.done()
      } catch (error) {
        isOver = false
        await drop(error)
      }
    },
  }
}

async function writeFully({ handle }: Filling, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    const { bytesWritten } = await handle.write(piece, done)
    done += bytesWritten
  }
}
