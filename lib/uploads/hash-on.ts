import type { HashDataPorts } from './hash-data.ts'
import { inBlocks } from './hash-data.ts'
import type { HashAlgo } from './hash-messages.ts'

/** How far data was hashed, so that another process can go on. */
export interface HashMiddle {
  readonly doneBytes: number
  /** Of hash-wasm. */
  readonly state: string
}

export interface HashingOn {
  readonly algo: HashAlgo
  /** The stream begins there; null: at the first byte. */
  readonly from: HashMiddle | null
  /** Hears how far it is, as often as there is news. */
  readonly tell: (doneBytes: number) => void
  /** Hears where it could go on. */
  readonly keep: (middle: HashMiddle) => void
  readonly keepEveryBytes?: number
}

/** `hashOn` with its ports. */
export type HashOn = (
  stream: AsyncIterable<Uint8Array>,
  hashing: HashingOn,
) => Promise<{ readonly digest: string; readonly sizeBytes: number }>

/** At the pace of reading data at rest, some seconds; so much is read again after a crash. */
const KEEP_EVERY_BYTES = 64 * 1024 * 1024

/**
 * Hashes data in a way that can be interrupted: node:crypto cannot give out what it has so far, hash-wasm can, at half its
 * speed. One block while the next one comes; memory: two blocks.
 * @returns the digest and the size of all data, with what came before. @throws what the stream throws
 */
export async function hashOn(
  { hashes, blocks }: HashDataPorts,
  stream: AsyncIterable<Uint8Array>,
  { algo, from, tell, keep, keepEveryBytes = KEEP_EVERY_BYTES }: HashingOn,
): ReturnType<HashOn> {
  const hash = hashes.beginResumable(algo, from?.state ?? null)
  let sizeBytes = from?.doneBytes ?? 0
  let keptBytes = sizeBytes
  let hashing: Promise<unknown> = Promise.resolve()
  try {
    for await (const { block, lengthBytes } of inBlocks(blocks, stream)) {
      await hashing
      if (sizeBytes - keptBytes >= keepEveryBytes) {
        keep({ doneBytes: sizeBytes, state: await hash.save() })
        keptBytes = sizeBytes
      }
      hashing = hash.update(block, lengthBytes).finally(() => blocks.give(block))
      // Whoever waits for it next hears of its failure.
      hashing.catch(() => undefined)
      sizeBytes += lengthBytes
      tell(sizeBytes)
    }
    await hashing
    return { digest: await hash.digest(), sizeBytes }
  } finally {
    hash.drop()
  }
}
