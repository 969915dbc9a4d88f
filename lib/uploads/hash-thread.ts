import { Worker } from 'node:worker_threads'
import type { HashCommand, HashReply } from './hash-messages.ts'

type Job = Extract<HashCommand, { job: number }>
type JobWithoutNumber = Job extends infer T ? (T extends Job ? Omit<T, 'job'> : never) : never

/** One worker thread that hashes. It is started by the first command and keeps the process alive only while it works. */
export interface HashThread {
  /** Running hashes on it, to share the load. */
  readonly streams: Set<number>
  isAlive(): boolean
  tell(command: Exclude<HashCommand, Job>): void
  /** Gives the digest, null for an update. Rejects when the thread dies first. */
  ask(command: JobWithoutNumber): Promise<string | null>
  close(): Promise<void>
}

interface Waiting {
  resolve(digest: string | null): void
  reject(error: Error): void
}

export function startHashThread(workerPath: string): HashThread {
  const worker = new Worker(workerPath, { name: 'hash', stdin: false, execArgv: [] })
  worker.unref()
  const waiting = new Map<number, Waiting>()
  let alive = true
  let lastJob = 0

  const die = (error: Error): void => {
    alive = false
    for (const job of waiting.values()) job.reject(error)
    waiting.clear()
  }
  worker.on('message', (reply: HashReply) => {
    const job = waiting.get(reply.job)
    waiting.delete(reply.job)
    if (waiting.size === 0) worker.unref()
    if ('error' in reply) job?.reject(new Error(`Hash worker: ${reply.error}.`))
    else job?.resolve(reply.digest)
  })
  worker.on('error', die)
  worker.on('exit', (code) => die(new Error(`The hash worker ended with code ${code}.`)))

  return {
    streams: new Set(),
    isAlive: () => alive,
    tell: (command) => worker.postMessage(command),
    ask: (command) =>
      new Promise((resolve, reject) => {
        if (!alive) return reject(new Error('The hash worker has ended.'))
        lastJob += 1
        if (waiting.size === 0) worker.ref()
        waiting.set(lastJob, { resolve, reject })
        worker.postMessage({ ...command, job: lastJob })
      }),
    async close() {
      await worker.terminate()
    },
  }
}
