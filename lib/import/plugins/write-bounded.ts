import { overLimit } from '#lib/domain/errors.ts'
import { withFile } from './with-file.ts'

export interface Bounds {
  readonly mostBytes: number
  /** Above this, the result may not be larger than `ratio` times the source. */
  readonly freeBytes: number
  readonly ratio: number
  readonly sourceBytes: number
}

/** Writes as the disk takes it, so at most one piece is in memory; ends with the file safely on the disk. */
export function writeBounded(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  bounds: Bounds,
): Promise<number> {
  const most = Math.min(bounds.mostBytes, Math.max(bounds.freeBytes, bounds.ratio * bounds.sourceBytes))
  return withFile(path, 'w', async (file) => {
    let writtenBytes = 0
    for await (const piece of pieces) {
      if (writtenBytes + piece.length > most) throw tooLarge(bounds)
      await writeAll(file, piece, writtenBytes)
      writtenBytes += piece.length
    }
    await file.sync()
    return writtenBytes
  })
}

interface Target {
  write(
    piece: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }>
}

async function writeAll(file: Target, piece: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    done += (await file.write(piece, done, piece.length - done, position + done)).bytesWritten
  }
}

function tooLarge({ mostBytes, ratio, sourceBytes }: Bounds): Error {
  return overLimit(
    `The data unpacks to more than is allowed: at most ${mostBytes} bytes, and at most ${ratio} times its own ${sourceBytes} bytes.`,
  )
}
