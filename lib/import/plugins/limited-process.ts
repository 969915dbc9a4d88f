import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/** What the kernel lets a helper program take. */
export interface ProcessLimits {
  readonly memoryBytes: number
  readonly cpuSeconds: number
}

export interface LimitedCommand extends ProcessLimits {
  readonly program: string
  readonly args: readonly string[]
  /** No file that it writes grows beyond this. */
  readonly fileBytes: number
  readonly signal: AbortSignal
}

export type LimitedProcess = ChildProcessByStdio<null, Readable, Readable>

/** Sets the limits on itself and then becomes the program. Blocks of 512 bytes are what POSIX counts files in. */
const SCRIPT = 'ulimit -c 0 && ulimit -v "$1" && ulimit -t "$2" && ulimit -f "$3" && shift 3 && exec "$@"'

/** A program without our environment, that ends when `signal` is aborted or a limit is passed. */
export function spawnLimited(command: LimitedCommand): LimitedProcess {
  const { program, args, memoryBytes, cpuSeconds, fileBytes, signal } = command
  const blocks = Math.ceil(fileBytes / 512)
  const limits = [Math.ceil(memoryBytes / 1024), cpuSeconds, blocks].map(String)
  return spawn('/bin/sh', ['-c', SCRIPT, 'sh', ...limits, program, ...args], {
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    signal,
  })
}

/** Nothing of ours, which holds secrets. (Next's types want NODE_ENV in every environment.) */
const ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin',
  LC_ALL: 'C',
} as unknown as NodeJS.ProcessEnv

export interface Ended {
  /** Null when a signal ended it, or when it could not be started. */
  readonly code: number | null
  readonly signalName: NodeJS.Signals | null
  /** The end of what it said on standard error. */
  readonly words: string
}

/** Resolves when it has ended and said everything, however it ended. */
export function endOf(child: LimitedProcess): Promise<Ended> {
  let words = ''
  child.stderr.on('data', (piece: Buffer) => {
    words = (words + piece.toString('utf8')).slice(-2000)
  })
  // Told by `close` as well; without a listener an aborted one would end this process.
  child.on('error', () => {})
  return new Promise((resolve) => {
    child.on('close', (code, signalName) => resolve({ code, signalName, words: words.trim() }))
  })
}

/** Whether the program is there and starts. */
export async function isThere(program: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(program, [...args], { env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'ignore'] })
  return new Promise((resolve) => {
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}
