import { Worker } from 'node:worker_threads'
import { CephFault, ERRNO } from './ceph-fault.ts'
import type { RbdCalls, RbdCommand, RbdReply } from './librbd-messages.ts'

export interface ThreadCall<T> {
  /** @throws CephFault; ETIMEDOUT when it took too long, while the call itself may go on */
  readonly answer: Promise<T>
  /** The call itself has ended; gives its result, or undefined when it failed. Never rejects. */
  readonly over: Promise<T | undefined>
}

/** Threads that call librbd, one call each at a time; further calls wait in line. */
export interface RbdThreads {
  ask<Name extends keyof RbdCalls>(
    name: Name,
    ...args: Parameters<RbdCalls[Name]>
  ): ThreadCall<ReturnType<RbdCalls[Name]>>
}

export interface RbdThreadsOptions {
  readonly workerPath: string
  readonly most: number
  /** Longest wait for an answer, in line and at work. */
  readonly limitMs: number
}

interface Job {
  readonly command: RbdCommand
  settle(reply: RbdReply | Error): void
}

interface Thread {
  readonly worker: Worker
  job: Job | null
  hasAnswered: boolean
}

/** Starts threads when they are needed. They keep the process alive only while they work. */
export function createRbdThreads({ workerPath, most, limitMs }: RbdThreadsOptions): RbdThreads {
  const threads = new Set<Thread>()
  const line: Job[] = []
  let lastJob = 0

  const work = (): void => {
    for (const thread of threads) if (thread.job === null) give(thread, line.shift())
    while (line.length > 0 && threads.size < most) give(start(), line.shift())
  }
  const give = (thread: Thread, job: Job | undefined): void => {
    if (job === undefined) return
    thread.job = job
    thread.worker.ref()
    thread.worker.postMessage(job.command)
  }
  const end = (thread: Thread, outcome: RbdReply | Error): void => {
    const { job } = thread
    thread.job = null
    thread.worker.unref()
    job?.settle(outcome)
    work()
  }
  const start = (): Thread => {
    const worker = new Worker(workerPath, { name: 'rbd', stdin: false, execArgv: [] })
    const thread: Thread = { worker, job: null, hasAnswered: false }
    threads.add(thread)
    const die = (error: Error): void => {
      threads.delete(thread)
      // It could not even load what it calls.
      end(thread, thread.hasAnswered ? error : new CephFault(ERRNO.libraryMissing, 'librbd'))
    }
    worker.on('message', (reply: RbdReply) => {
      thread.hasAnswered = true
      end(thread, reply)
    })
    worker.on('error', die)
    worker.on('exit', (code) => die(new Error(`The thread of librbd ended with code ${code}.`)))
    return thread
  }

  return {
    ask(name, ...args) {
      type Result = ReturnType<RbdCalls[typeof name]>
      lastJob += 1
      const command = { job: lastJob, name, args }
      const { promise, resolve, reject } = Promise.withResolvers<Result>()
      const over = promise.catch(() => undefined)
      const job: Job = {
        command,
        settle(outcome) {
          if (outcome instanceof Error) reject(outcome)
          else if ('errno' in outcome) reject(new CephFault(outcome.errno, outcome.step))
          else resolve(outcome.result as Result)
        },
      }
      line.push(job)
      work()
      const giveUp = (): void => {
        const index = line.indexOf(job)
        if (index !== -1) line.splice(index, 1)[0]?.settle(new CephFault(ERRNO.timedOut, name))
      }
      return { over, answer: within(promise, { limitMs, name, giveUp }) }
    },
  }
}

async function within<T>(
  promise: Promise<T>,
  { limitMs, name, giveUp }: { limitMs: number; name: string; giveUp: () => void },
): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new CephFault(ERRNO.timedOut, name))
    giveUp()
  }, limitMs)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
