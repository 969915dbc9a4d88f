import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Block } from './blocks.ts'
import type { HashAlgo, SignatureQuestion } from './hash-messages.ts'
import { type HashThread, startHashThread } from './hash-thread.ts'

/** One running hash on some thread. */
export interface HashStream {
  /** Resolves when the block's first `lengthBytes` are hashed and it may be reused. Rejects when the thread died. */
  update(block: Block, lengthBytes: number): Promise<void>
  /** Ends the stream; lower-case hexadecimal. */
  digest(): Promise<string>
  /** Ends the stream without a result. */
  drop(): void
}

/** Data that is being hashed in order to be held against a signature. */
export interface VerificationStream extends Pick<HashStream, 'update' | 'drop'> {
  /** Ends the stream. */
  verify(question: SignatureQuestion): Promise<boolean>
}

/** A hash that another process can go on with. */
export interface ResumableHashStream extends HashStream {
  /** The state after all updates so far. */
  save(): Promise<string>
}

export interface HashPool {
  /** One stream for each name, on different threads where there are enough. */
  begin(algos: readonly HashAlgo[]): readonly HashStream[]
  /** @param state what `save` gave; null: from the first byte */
  beginResumable(algo: HashAlgo, state: string | null): ResumableHashStream
  /** @param algo as node:crypto calls the hash */
  beginVerification(algo: string): VerificationStream
  close(): Promise<void>
}

export interface HashPoolOptions {
  /** The program's own folder: a bundle that holds this module lies elsewhere. */
  readonly appDir: string
  readonly threadCount?: number
}

/** Starts threads when they are needed, at most as many as there are processors (at least two), shared by all uploads. */
export function createHashPool({ appDir, threadCount }: HashPoolOptions): HashPool {
  const workerPath = join(appDir, 'lib', 'uploads', 'hash-worker.ts')
  const most = threadCount ?? Math.max(2, Math.min(8, availableParallelism()))
  let threads: HashThread[] = []
  let lastStream = 0

  const leastLoaded = (taken: ReadonlySet<HashThread>): HashThread => {
    threads = threads.filter((thread) => thread.isAlive())
    const free = threads
      .filter((thread) => !taken.has(thread))
      .sort((a, b) => a.streams.size - b.streams.size)
    const best = free[0]
    if (best !== undefined && (best.streams.size === 0 || threads.length >= most)) return best
    if (threads.length >= most) return [...taken][0] as HashThread
    const started = startHashThread(workerPath)
    threads.push(started)
    return started
  }

  return {
    begin(algos) {
      const taken = new Set<HashThread>()
      return algos.map((algo) => {
        const thread = leastLoaded(taken)
        taken.add(thread)
        lastStream += 1
        return beginStream(thread, lastStream, algo)
      })
    },
    beginResumable(algo, state) {
      lastStream += 1
      return beginResumable(leastLoaded(new Set()), lastStream, { algo, state })
    },
    beginVerification(algo) {
      lastStream += 1
      return beginVerification(leastLoaded(new Set()), lastStream, algo)
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()))
      threads = []
    },
  }
}

function beginStream(thread: HashThread, stream: number, algo: HashAlgo): HashStream {
  thread.streams.add(stream)
  thread.tell({ type: 'begin', stream, algo })
  return hashing(thread, stream)
}

function beginResumable(
  thread: HashThread,
  stream: number,
  how: { readonly algo: HashAlgo; readonly state: string | null },
): ResumableHashStream {
  thread.streams.add(stream)
  thread.tell({ type: 'begin resumable', stream, ...how })
  return {
    ...hashing(thread, stream),
    save: async () => (await thread.ask({ type: 'save', stream })) ?? '',
  }
}

function hashing(thread: HashThread, stream: number): HashStream {
  return {
    ...feeding(thread, stream),
    async digest() {
      thread.streams.delete(stream)
      return (await thread.ask({ type: 'digest', stream })) ?? ''
    },
  }
}

function beginVerification(thread: HashThread, stream: number, algo: string): VerificationStream {
  thread.streams.add(stream)
  thread.tell({ type: 'begin verification', stream, algo })
  return {
    ...feeding(thread, stream),
    async verify(question) {
      thread.streams.delete(stream)
      return (await thread.ask({ type: 'verify', stream, question })) === 'true'
    },
  }
}

function feeding(thread: HashThread, stream: number): Pick<HashStream, 'update' | 'drop'> {
  return {
    async update(block, lengthBytes) {
      await thread.ask({ type: 'update', stream, memory: block.memory, lengthBytes })
    },
    drop() {
      if (thread.streams.delete(stream)) thread.tell({ type: 'drop', stream })
    },
  }
}
