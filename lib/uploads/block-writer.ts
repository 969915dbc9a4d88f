import type { Staging } from '#lib/stores/store.ts'
import { BLOCK_BYTES, type Block, type BlockPool } from './blocks.ts'
import type { DigestFeed } from './digest-feed.ts'

/** Blocks of one upload between socket and disk at once; with the one being filled, its whole memory. */
export const MOST_BLOCKS_IN_FLIGHT = 6

export interface BlockWriterPorts {
  readonly staging: Staging
  readonly feed: DigestFeed
  readonly blocks: BlockPool
  /** Asked before each write; rejects when this process may not write any more. */
  readonly assertMayWrite: () => Promise<void>
  /** Sees each block's bytes before they are staged; throws to refuse them. */
  readonly look?: (bytes: Uint8Array) => void
}

/**
 * Collects chunks of any size into blocks; each block is staged (one write at a time, in order) and hashed at once.
 * The first failure stops it; `write` and `flush` report it.
 */
export interface BlockWriter {
  /** Bytes taken so far, counted from the start of the data. */
  takenBytes(): number
  /** Resolves when there is room for more: the back-pressure. */
  write(chunk: Uint8Array): Promise<void>
  /** Hands over a block that is not full, so that a silent client's bytes do not wait in memory. */
  handOver(): void
  /** Everything taken is staged and hashed (or left to the feed's later reading). */
  flush(): Promise<void>
  /** Nothing is in flight any more; what was not handed over is let go. Never rejects. */
  settle(): Promise<void>
}

interface WriterState {
  readonly ports: BlockWriterPorts
  block: Block | null
  filledBytes: number
  /** Where the block under way begins. */
  offset: number
  inFlight: number
  wake: (() => void) | null
  writing: Promise<void>
  failure: { readonly error: unknown } | null
}

export function createBlockWriter(ports: BlockWriterPorts): BlockWriter {
  const writer: WriterState = {
    ...{ ports, block: null, filledBytes: 0, offset: ports.staging.size() },
    ...{ inFlight: 0, wake: null, writing: Promise.resolve(), failure: null },
  }
  return {
    takenBytes: () => writer.offset + writer.filledBytes,
    async write(chunk) {
      let done = 0
      while (done < chunk.length) {
        done += fill(writer, chunk, done)
        if (writer.filledBytes === BLOCK_BYTES) handOver(writer)
        if (writer.inFlight >= MOST_BLOCKS_IN_FLIGHT) await roomFor(writer, MOST_BLOCKS_IN_FLIGHT - 1)
        throwFailure(writer)
      }
    },
    handOver: () => handOver(writer),
    async flush() {
      handOver(writer)
      await roomFor(writer, 0)
      throwFailure(writer)
    },
    async settle() {
      writer.failure ??= { error: new Error('The writer has been settled.') }
      handOver(writer)
      await roomFor(writer, 0)
    },
  }
}

function fill(writer: WriterState, chunk: Uint8Array, from: number): number {
  writer.block ??= writer.ports.blocks.take()
  const count = Math.min(BLOCK_BYTES - writer.filledBytes, chunk.length - from)
  const isWhole = from === 0 && count === chunk.length
  writer.block.bytes.set(isWhole ? chunk : chunk.subarray(from, from + count), writer.filledBytes)
  writer.filledBytes += count
  return count
}

function handOver(writer: WriterState): void {
  const { block, filledBytes, offset, ports } = writer
  if (block === null) return
  writer.block = null
  writer.filledBytes = 0
  writer.offset = offset + filledBytes
  writer.inFlight += 1
  const bytes = block.bytes.subarray(0, filledBytes)
  look(writer, bytes)
  const hashed = writer.failure === null ? ports.feed.pass(block, filledBytes, offset) : Promise.resolve()
  writer.writing = writer.writing.then(() => stage(writer, bytes, offset))
  void Promise.allSettled([hashed, writer.writing]).then(([hashing]) => {
    if (hashing.status === 'rejected') writer.failure ??= { error: hashing.reason }
    ports.blocks.give(block)
    writer.inFlight -= 1
    writer.wake?.()
  })
}

function look(writer: WriterState, bytes: Uint8Array): void {
  if (writer.failure !== null) return
  try {
    writer.ports.look?.(bytes)
  } catch (error) {
    writer.failure = { error }
  }
}

/** Never rejects: a failure is kept, and later blocks are let go. */
async function stage(writer: WriterState, bytes: Uint8Array, offset: number): Promise<void> {
  if (writer.failure !== null) return
  try {
    await writer.ports.assertMayWrite()
    await writer.ports.staging.append(bytes, offset)
    writer.ports.feed.staged(offset + bytes.length)
  } catch (error) {
    writer.failure ??= { error }
  }
}

async function roomFor(writer: WriterState, most: number): Promise<void> {
  while (writer.inFlight > most) {
    await new Promise<void>((resolve) => {
      writer.wake = resolve
    })
  }
}

function throwFailure(writer: WriterState): void {
  if (writer.failure !== null) throw writer.failure.error
}
