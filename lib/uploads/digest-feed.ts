import { DomainError } from '#lib/domain/errors.ts'
import { BLOCK_BYTES, type Block, type BlockPool } from './blocks.ts'
import type { HashAlgo } from './hash-messages.ts'
import type { HashPool, HashStream } from './hash-pool.ts'

/** Hexadecimal digests of the whole data by name. */
export type Digests = Readonly<Partial<Record<HashAlgo, string>>>

/** Fills `target` with staged bytes from `offset` on; gives the count. */
export type ReadStaged = (offset: number, target: Uint8Array) => Promise<number>

/**
 * Hashes one upload's bytes in order, once, whatever happens around it. Normally blocks are hashed from memory as they
 * pass. When the feed is behind (a restarted server knows no hash state; a hash thread died) it lets them pass and
 * reads what is staged, until it has caught up. Between requests it rests, and keeps its place.
 */
export interface DigestFeed {
  /** A request begins: `sizeBytes` are staged and can be read. Starts catching up in the background. */
  attach(read: ReadStaged, sizeBytes: number): void
  /** Offers a block that is about to be staged at `offset`. Resolves when the feed no longer needs its memory. */
  pass(block: Block, lengthBytes: number, offset: number): Promise<void>
  /** Bytes up to `sizeBytes` can be read now. */
  staged(sizeBytes: number): void
  /** The request is over; after it nothing reads any more. */
  detach(): Promise<void>
  /**
   * Hashes what is missing and ends. Needs an attached source that holds `sizeBytes`; `assertGoing` is asked before
   * each block that must be read. @throws what the source and `assertGoing` throw
   */
  finish(sizeBytes: number, assertGoing?: () => void): Promise<Digests>
  /** Ends without a result. */
  drop(): void
}

interface FeedState {
  readonly pool: Pick<HashPool, 'begin'>
  readonly blocks: BlockPool
  readonly algos: readonly HashAlgo[]
  streams: readonly HashStream[] | null
  /** Bytes handed to the hashes, in order. */
  position: number
  stagedBytes: number
  source: ReadStaged | null
  isAttached: boolean
  /** Running while the feed reads what it has missed. */
  chase: Promise<void> | null
  restarts: number
}

/** Threads die of defects, not of data; after this many the defect is ours to see. */
const MOST_RESTARTS = 3

export function createDigestFeed(
  pool: Pick<HashPool, 'begin'>,
  blocks: BlockPool,
  algos: readonly HashAlgo[],
): DigestFeed {
  const feed: FeedState = {
    ...{ pool, blocks, algos, streams: null, position: 0, stagedBytes: 0 },
    ...{ source: null, isAttached: false, chase: null, restarts: 0 },
  }
  return {
    attach(read, sizeBytes) {
      // Bytes were hashed that were never staged: the disk was full, or the machine lost power.
      if (feed.position > sizeBytes) restart(feed)
      feed.source = read
      feed.isAttached = true
      feed.stagedBytes = sizeBytes
      startChase(feed)
    },
    async pass(block, lengthBytes, offset) {
      if (feed.chase === null && offset === feed.position) await hash(feed, block, lengthBytes)
    },
    staged(sizeBytes) {
      feed.stagedBytes = sizeBytes
      startChase(feed)
    },
    async detach() {
      feed.isAttached = false
      await feed.chase
    },
    async finish(sizeBytes, assertGoing = () => undefined) {
      feed.stagedBytes = sizeBytes
      // The reading below takes over from one that goes on in the background.
      feed.isAttached = false
      for (;;) {
        await feed.chase
        while (feed.position < sizeBytes) {
          assertGoing()
          await readAndHash(feed)
        }
        const ending = feed.streams ?? pool.begin(algos)
        feed.streams = null
        try {
          return await digestAll(ending, algos)
        } catch (error) {
          countRestart(feed, error)
        }
      }
    },
    drop: () => restart(feed),
  }
}

function restart(feed: FeedState): void {
  for (const stream of feed.streams ?? []) stream.drop()
  feed.streams = null
  feed.position = 0
}

function countRestart(feed: FeedState, error: unknown): void {
  restart(feed)
  feed.restarts += 1
  if (feed.restarts > MOST_RESTARTS) throw error
}

async function hash(feed: FeedState, block: Block, lengthBytes: number): Promise<void> {
  feed.streams ??= feed.pool.begin(feed.algos)
  const running = feed.streams
  feed.position += lengthBytes
  const updates = await Promise.allSettled(running.map((stream) => stream.update(block, lengthBytes)))
  const failed = updates.find((update) => update.status === 'rejected')
  if (failed !== undefined && running === feed.streams) countRestart(feed, failed.reason)
}

async function readAndHash(feed: FeedState): Promise<void> {
  if (feed.source === null) throw new Error('The feed has no source.')
  const block = feed.blocks.take()
  try {
    const wanted = Math.min(BLOCK_BYTES, feed.stagedBytes - feed.position)
    const count = await feed.source(feed.position, block.bytes.subarray(0, wanted))
    if (count === 0) throw new DomainError('unavailable', 'Staged bytes have vanished from the store.')
    await hash(feed, block, count)
  } finally {
    feed.blocks.give(block)
  }
}

function startChase(feed: FeedState): void {
  if (feed.chase !== null || !feed.isAttached || feed.position >= feed.stagedBytes) return
  // A failing background read is not the request's failure: finish() reads again, and reports.
  feed.chase = catchUp(feed)
    .catch(() => undefined)
    .finally(() => {
      feed.chase = null
    })
}

async function catchUp(feed: FeedState): Promise<void> {
  while (feed.isAttached && feed.position < feed.stagedBytes) await readAndHash(feed)
}

async function digestAll(streams: readonly HashStream[], algos: readonly HashAlgo[]): Promise<Digests> {
  const values = await Promise.all(streams.map((stream) => stream.digest()))
  return Object.fromEntries(algos.map((algo, index) => [algo, values[index]]))
}
