import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'

const SLICE_BYTES = 1024 * 1024

/** Lower-case hexadecimal. In slices, so that a large part does not keep other requests waiting. */
export async function hashInSlices(algo: 'md5' | 'sha256', bytes: Uint8Array): Promise<string> {
  const hash = createHash(algo)
  for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
    hash.update(bytes.subarray(from, from + SLICE_BYTES))
    if (from + SLICE_BYTES < bytes.length) await turn()
  }
  return hash.digest('hex')
}
