import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const READY_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 45_000
const POLL_MS = 25
const LOG_LINES_KEPT = 5000

export interface ServerOptions {
  /** Data folder; without it a temporary one is made, and removed by `stop`. */
  readonly dataDir?: string
  /** Port on 127.0.0.1; without it a free one. A restart keeps it. */
  readonly port?: number
  /** Further settings, e.g. `{ VITRINE_DATABASE_URL: … }`. */
  readonly env?: Readonly<Record<string, string>>
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A real server in a process of its own, as `npm start` runs it. */
export interface RunningServer {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string
  /** Password of the user `admin` (project `admin`, domain `Default`). */
  readonly adminPassword: string
  readonly dataDir: string
  /** Process id of the present process; another one after `restart`. */
  readonly pid: number
  /** Sends the signal, waits for the end, and says how it ended. Nothing is removed. */
  kill(signal: NodeJS.Signals): Promise<Exit>
  /** Starts the process again, on the same port and data, after ending it with SIGTERM where it still runs. */
  restart(): Promise<void>
  /** Ends it with SIGTERM (SIGKILL if it does not obey) and removes a temporary data folder. */
  stop(): Promise<void>
  /** What it wrote to its standard streams so far, across restarts. */
  logs(): string
}

/** @throws Error with the server's own words when it ends or is not ready within a minute. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'vitrine-test-')))
  const port = options.port ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const adminPassword = options.env?.VITRINE_ADMIN_PASSWORD ?? randomBytes(9).toString('base64url')
  const env = environment({ port, dataDir, adminPassword, extra: options.env ?? {} })
  const lines: string[] = []
  const removeTemporary = async () => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
  }
  let child = await launch(env, url, lines).catch(async (error: unknown) => {
    await removeTemporary()
    throw error
  })

  return {
    url,
    adminPassword,
    dataDir,
    get pid() {
      return pidOf(child)
    },
    kill: (signal) => end(child, signal),
    async restart() {
      await end(child, 'SIGTERM')
      child = await launch(env, url, lines)
    },
    async stop() {
      await end(child, 'SIGTERM')
      await removeTemporary()
    },
    logs: () => lines.join('\n'),
  }
}

interface Environment {
  port: number
  dataDir: string
  adminPassword: string
  extra: Readonly<Record<string, string>>
}

/** Our own VITRINE_* variables must not leak into a test server. */
function environment({ port, dataDir, adminPassword, extra }: Environment): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('VITRINE_')),
  )
  return {
    ...inherited,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    VITRINE_DATA_DIR: dataDir,
    VITRINE_ADMIN_PASSWORD: adminPassword,
    ...extra,
  }
}

async function launch(env: NodeJS.ProcessEnv, url: string, lines: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['server.ts'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      lines.push(text.trimEnd())
      if (lines.length > LOG_LINES_KEPT) lines.shift()
    })
  }
  // A test runner that ends in a hurry takes its servers with it.
  const killNow = () => child.kill('SIGKILL')
  process.once('exit', killNow)
  child.once('exit', () => process.off('exit', killNow))
  try {
    await untilReady(child, url)
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`The server at ${url} did not get ready. It said:\n${lines.join('\n')}`, { cause: error })
  }
  return child
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new Error(`it ended (${child.exitCode ?? child.signalCode})`)
    const response = await fetch(`${url}/healthcheck/ready`).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await wait(POLL_MS)
  }
  throw new Error('time is over')
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<Exit> {
  if (!hasEnded(child)) {
    const ended = once(child, 'exit')
    child.kill(signal)
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await ended
    clearTimeout(force)
  }
  return { code: child.exitCode, signal: child.signalCode }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the server has no process')
  return child.pid
}
