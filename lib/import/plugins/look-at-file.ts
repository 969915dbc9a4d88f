import { inspect } from '#lib/formats/inspect.ts'
import type { Inspection } from '#lib/formats/types.ts'
import { withFile } from './with-file.ts'

export interface LookedAt {
  readonly sizeBytes: number
  readonly inspection: Inspection
}

/** What a file of our own is; reads less than 1 MiB of it. */
export function lookAtFile(path: string): Promise<LookedAt> {
  return withFile(path, 'r', async (file) => {
    const { size: sizeBytes } = await file.stat()
    const inspection = await inspect({
      sizeBytes,
      async read(offset, length) {
        const bytes = new Uint8Array(length)
        const { bytesRead } = await file.read(bytes, 0, length, offset)
        return bytes.subarray(0, bytesRead)
      },
    })
    return { sizeBytes, inspection }
  })
}
