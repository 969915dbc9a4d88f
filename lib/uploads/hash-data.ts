import { BLOCK_BYTES, type Block, type BlockPool } from './blocks.ts'
import type { Digests } from './digest-feed.ts'
import type { HashAlgo } from './hash-messages.ts'
import type { HashPool, HashStream } from './hash-pool.ts'

export interface HashDataPorts {
  readonly hashes: Pick<HashPool, 'begin' | 'beginResumable'>
  readonly blocks: BlockPool
}

export interface HashedData {
  readonly digests: Digests
  readonly sizeBytes: number
}

/** `hashData` with its ports. */
export type HashData = (
  stream: AsyncIterable<Uint8Array>,
  algos: readonly HashAlgo[],
  tell: (doneBytes: number) => void,
) => Promise<HashedData>

/**
 * Reads data to its end and hashes it on the hash threads, one block while the next one comes. Memory: two blocks.
 * `tell` hears how far it is. @throws what the stream throws
 */
export async function hashData(
  { hashes, blocks }: HashDataPorts,
  stream: AsyncIterable<Uint8Array>,
  algos: readonly HashAlgo[],
  tell: (doneBytes: number) => void,
): Promise<HashedData> {
  const streams = hashes.begin(algos)
  let hashing: Promise<unknown> = Promise.resolve()
  let sizeBytes = 0
  try {
    for await (const { block, lengthBytes } of inBlocks(blocks, stream)) {
      await hashing
      hashing = update(streams, block, lengthBytes).finally(() => blocks.give(block))
      // Whoever waits for it next hears of its failure.
      hashing.catch(() => undefined)
      sizeBytes += lengthBytes
      tell(sizeBytes)
    }
    await hashing
    const values = await Promise.all(streams.map((each) => each.digest()))
    return { digests: Object.fromEntries(algos.map((algo, index) => [algo, values[index]])), sizeBytes }
  } finally {
    for (const each of streams) each.drop()
  }
}

const update = (streams: readonly HashStream[], block: Block, lengthBytes: number): Promise<unknown> =>
  Promise.all(streams.map((each) => each.update(block, lengthBytes)))

/** Chunks of any size as blocks of memory that the threads see; whoever takes a block gives it back. */
export async function* inBlocks(
  blocks: BlockPool,
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ block: Block; lengthBytes: number }> {
  let block = blocks.take()
  let lengthBytes = 0
  for await (const chunk of stream) {
    for (let done = 0; done < chunk.length; ) {
      const count = Math.min(BLOCK_BYTES - lengthBytes, chunk.length - done)
      block.bytes.set(chunk.subarray(done, done + count), lengthBytes)
      done += count
      lengthBytes += count
      if (lengthBytes < BLOCK_BYTES) continue
      yield { block, lengthBytes }
      block = blocks.take()
      lengthBytes = 0
    }
  }
  if (lengthBytes > 0) yield { block, lengthBytes }
}
