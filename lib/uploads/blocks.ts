/** The size at which disk, hash and socket are all content. */
export const BLOCK_BYTES = 1024 * 1024

/** A piece of memory that the hash workers see too: nothing is copied on its way to them. */
export interface Block {
  readonly memory: SharedArrayBuffer
  readonly bytes: Uint8Array
}

export interface BlockPool {
  /** A used block if there is one, else a new one. Its content is undefined. */
  take(): Block
  give(block: Block): void
}

/** Keeps up to `keepCount` blocks for the next taker. How many are out at once is each taker's own limit. */
export function createBlockPool(keepCount = 32): BlockPool {
  const idle: Block[] = []
  return {
    take: () => idle.pop() ?? newBlock(),
    give(block) {
      if (idle.length < keepCount) idle.push(block)
    },
  }
}

function newBlock(): Block {
  const memory = new SharedArrayBuffer(BLOCK_BYTES)
  return { memory, bytes: new Uint8Array(memory) }
}
