import type { SafeResponse } from './safe-fetch.ts'

/** The whole body in memory. The request's `maxBytes` must be small. @throws as the stream */
export async function readSmall({ stream }: SafeResponse): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}
