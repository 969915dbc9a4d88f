const MIB = 1024 ** 2

/**
 * Length of one request. A short request wastes a round trip, a long one meets the time limits of proxies (60 s is
 * common) and makes the bytes shown run far ahead of the bytes confirmed. So: begin small, aim at a few seconds.
 */
export const FIRST_CHUNK_BYTES = 8 * MIB
const LEAST_CHUNK_BYTES = 256 * 1024
const MOST_CHUNK_BYTES = 64 * MIB
const AIM_MS = 4000

/** The next request's length after one of `bytes` took `elapsedMs`: towards four seconds, at most doubling or halving. */
export function nextChunkBytes(bytes: number, elapsedMs: number): number {
  const factor = Math.min(2, Math.max(0.5, AIM_MS / Math.max(elapsedMs, 1)))
  return within(bytes * factor)
}

/** After a proxy refused a request of `bytes` as too long; null when even the shortest is too long for it. */
export function smallerChunkBytes(bytes: number): number | null {
  return bytes <= LEAST_CHUNK_BYTES ? null : within(bytes / 4)
}

function within(bytes: number): number {
  return Math.round(Math.min(MOST_CHUNK_BYTES, Math.max(LEAST_CHUNK_BYTES, bytes)))
}
