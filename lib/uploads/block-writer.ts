import type { Staging } from '#lib/stores/store.ts'
import { BLOCK_BYTES, type Block, type BlockPool } from './blocks.ts'
import type { DigestFeed } from './digest-feed.ts'

/**
 * Blocks of one upload between socket and disk at once: with the one being filled, its whole memory. On a busy machine
 * each step waits for its turn on a processor; with few blocks the steps wait for each other instead of working.
 */
export const MOST_BLOCKS_IN_FLIGHT = 16

const SYNC_BYTES = 64 * 1024 * 1024

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
 * Collects chunks of any size into blocks, which are staged and hashed at the same time. There is one write at a time, in
 * order; it takes all blocks that have come since the one before.
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

interface Queued {
  readonly bytes: Uint8Array
  readonly offset: number
  readonly written: () => void
}

interface WriterState {
  readonly ports: BlockWriterPorts
  block: Block | null
  filledBytes: number
  /** Where the block under way begins. */
  offset: number
  inFlight: number
  wake: (() => void) | null
  /** Blocks for the next write. */
  readonly queue: Queued[]
  isWriting: boolean
  isSyncing: boolean
  syncedBytes: number
  failure: { readonly error: unknown } | null
}

export function createBlockWriter(ports: BlockWriterPorts): BlockWriter {
  const writer: WriterState = {
    ...{ ports, block: null, filledBytes: 0, offset: ports.staging.size() },
    ...{ inFlight: 0, wake: null, queue: [], isWriting: false, failure: null },
    ...{ isSyncing: false, syncedBytes: ports.staging.size() },
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
  const { promise: staged, resolve: written } = Promise.withResolvers<void>()
  writer.queue.push({ bytes, offset, written })
  if (!writer.isWriting) void stageQueue(writer)
  void Promise.allSettled([hashed, staged]).then(([hashing]) => {
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

async function stageQueue(writer: WriterState): Promise<void> {
  writer.isWriting = true
  while (writer.queue.length > 0) {
    const batch = writer.queue.splice(0)
    await stage(writer, batch)
    for (const { written } of batch) written()
  }
  writer.isWriting = false
}

/** Never rejects: a failure is kept, and later blocks are let go. */
async function stage(writer: WriterState, batch: readonly Queued[]): Promise<void> {
  const [first] = batch
  if (writer.failure !== null || first === undefined) return
  const { ports } = writer
  try {
    await ports.assertMayWrite()
    await ports.staging.append(
      batch.map(({ bytes }) => bytes),
      first.offset,
    )
    ports.feed.staged(ports.staging.size())
    syncAhead(writer)
  } catch (error) {
    writer.failure ??= { error }
  }
}

/** The disk works while the processor does, instead of at the end while everyone waits for it. */
function syncAhead(writer: WriterState): void {
  const { staging } = writer.ports
  if (writer.isSyncing || staging.size() - writer.syncedBytes < SYNC_BYTES) return
  writer.isSyncing = true
  writer.syncedBytes = staging.size()
  writer.ports.staging
    .sync()
    // The kernel tells of lost bytes once: the next sync may succeed although they are gone.
    .catch((error: unknown) => {
      writer.failure ??= { error }
    })
    .finally(() => {
      writer.isSyncing = false
    })
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
