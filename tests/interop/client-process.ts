import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ProgramCall {
  /** `python` runs its first argument as a program. */
  readonly program: 'openstack' | 'glance' | 'python'
  readonly args: readonly string[]
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>
  /**
   * Both clients send what stands on their standard input when no file is named; `glance` sends nothing when a person
   * sits there, and `openstack` 6.0 makes an image of no bytes from an empty one.
   */
  readonly input: 'terminal' | 'empty'
}

export interface ProgramEnd {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const SCRIPT = fileURLToPath(new URL('client-programs.py', import.meta.url))
const CALL_TIMEOUT_MS = 150_000

/** One process with the clients in it for each test file, made at the first call. */
let running: ClientProcess | undefined

/** Runs one of the Python clients; calls wait for each other. Rejects when it takes too long or its process ends. */
export function runProgram(call: ProgramCall): Promise<ProgramEnd> {
  running ??= startProcess()
  return running.run(call)
}

interface ClientProcess {
  run(call: ProgramCall): Promise<ProgramEnd>
}

function startProcess(): ClientProcess {
  const child = spawn('/usr/bin/python3', [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const waiting: ((end: ProgramEnd | Error) => void)[] = []
  const words: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => words.push(text))
  createInterface({ input: child.stdout }).on('line', (line) =>
    waiting.shift()?.(JSON.parse(line) as ProgramEnd),
  )
  child.once('exit', () => {
    running = undefined
    for (const settle of waiting.splice(0))
      settle(new Error(`The clients' process ended:\n${words.join('')}`))
  })
  return { run: (call) => ask(child, waiting, call) }
}

function ask(
  child: ChildProcessWithoutNullStreams,
  waiting: ((end: ProgramEnd | Error) => void)[],
  call: ProgramCall,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), CALL_TIMEOUT_MS)
    waiting.push((end) => {
      clearTimeout(timer)
      if (end instanceof Error) reject(end)
      else resolve(end)
    })
    child.stdin.write(`${JSON.stringify(call)}\n`)
  })
}
