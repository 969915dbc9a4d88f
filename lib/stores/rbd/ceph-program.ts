import { spawn } from 'node:child_process'
import { CephFault, ERRNO } from './ceph-fault.ts'
import type { RbdOptions } from './rbd-options.ts'

/** Processes of one store at once; others wait in line. */
const MOST_PROCESSES = 4

/** Nothing else of our environment is theirs to know. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

interface Terms {
  readonly input?: Uint8Array
  /** After so many bytes of output the rest is not wanted. */
  readonly mostBytes?: number
}

/** Gives what a program of Ceph prints. @throws CephFault; `libraryMissing` when the program is not there */
export type RunCeph = (
  program: 'ceph' | 'rbd' | 'rados',
  args: readonly string[],
  terms?: Terms,
) => Promise<Buffer>

export function cephProgram(options: RbdOptions): RunCeph {
  const { cephConf, user, keyring, key, pool, timeoutMs } = options
  const seconds = String(Math.ceil(timeoutMs / 1000))
  const who = ['--conf', cephConf, '--id', user, ...(keyring === undefined ? [] : ['--keyring', keyring])]
  const patience = ['--client-mount-timeout', '--rados-mon-op-timeout', '--rados-osd-op-timeout'].flatMap(
    (name) => [name, seconds],
  )
  // By the environment: what stands on a command line, everybody on this machine can read.
  const secrets = key === undefined ? {} : { CEPH_ARGS: `--key=${key.reveal()}` }
  let running = 0
  const waiting: (() => void)[] = []
  return async (program, args, terms = {}) => {
    if (running >= MOST_PROCESSES) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      const place = program === 'ceph' ? [] : ['--pool', pool]
      return await runProgram([program, ...who, ...patience, ...place, ...args], {
        ...terms,
        secrets,
        timeoutMs,
      })
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}

/** `rbd` ends with it; others write it behind their complaint, and end with 1. */
function errnoOf(exitCode: number, complaint: string): number {
  const [last] = [...complaint.matchAll(/\((\d+)\) /g)].reverse()
  return -(last?.[1] === undefined ? exitCode : Number(last[1]))
}

interface ProgramTerms extends Terms {
  readonly secrets: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

function runProgram([program = '', ...args]: readonly string[], terms: ProgramTerms): Promise<Buffer> {
  const { input, mostBytes = Number.POSITIVE_INFINITY, secrets, timeoutMs } = terms
  return new Promise((resolve, reject) => {
    const env = { PATH, ...secrets } as unknown as NodeJS.ProcessEnv
    const child = spawn(program, args, { env, stdio: 'pipe', timeout: timeoutMs })
    const pieces: Buffer[] = []
    let sizeBytes = 0
    let complaint = ''
    child.stdout.on('data', (piece: Buffer) => {
      pieces.push(piece)
      sizeBytes += piece.length
      if (sizeBytes >= mostBytes) child.kill('SIGKILL')
    })
    child.stderr.on('data', (piece: Buffer) => {
      complaint = (complaint + piece.toString('utf8')).slice(-2000)
    })
    child.on('error', () => reject(new CephFault(ERRNO.libraryMissing, program)))
    child.on('close', (code) => {
      if (code === 0 || sizeBytes >= mostBytes) return resolve(Buffer.concat(pieces).subarray(0, mostBytes))
      reject(new CephFault(code === null ? ERRNO.timedOut : errnoOf(code, complaint), program))
    })
    // A program that ends early does not read all of it; its exit code tells.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
