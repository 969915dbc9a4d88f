import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '#tests/support/free-port.ts'

const PASSWORD = 'secret-of-the-crash-test'

/** Real servers over the same data, one after the other. */
export interface KillableServer {
  /** The administrator's. */
  readonly password: string
  /** Starts one; `CRASH_AT` and `CRASH_PATH` let it kill itself, see uploads-crash-server.ts. */
  start(env?: Readonly<Record<string, string>>): Promise<void>
  /** As `kill -9` does. */
  kill(): Promise<void>
  /** Resolves when the server has killed itself. */
  ended(): Promise<void>
  at(path: string): string
  headers(more?: Readonly<Record<string, string>>): Record<string, string>
  /** Asks as the administrator. */
  ask(method: string, path: string, body?: BodyInit, type?: string): Promise<Response>
}

export async function createKillableServer(folder: string): Promise<KillableServer> {
  const port = await freePort()
  const at = (path: string) => `http://127.0.0.1:${port}${path}`
  let server: ChildProcess | null = null
  let token = ''
  const ended = async (): Promise<void> => {
    if (server === null || server.exitCode !== null || server.signalCode !== null) return
    await once(server, 'exit')
  }
  const headers = (more: Readonly<Record<string, string>> = {}) => ({ 'X-Auth-Token': token, ...more })
  return {
    password: PASSWORD,
    at,
    ended,
    headers,
    ask: (method, path, body, type = 'application/json') =>
      fetch(at(path), {
        method,
        headers: headers({ 'Content-Type': type }),
        ...(body === undefined ? {} : { body }),
      }),
    async start(env = {}) {
      server = spawnServer(port, folder, env)
      const early = once(server, 'exit').then(() => Promise.reject(new Error('The server ended too early.')))
      early.catch(() => undefined)
      await Promise.race([once(server.stdout as NodeJS.ReadableStream, 'data'), early])
      token = await signIn(at('/identity/v3/auth/tokens'))
    },
    async kill() {
      const over = ended()
      server?.kill('SIGKILL')
      await over
    },
  }
}

function spawnServer(port: number, folder: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['tests/api/uploads-crash-server.ts'], {
    env: {
      ...process.env,
      ...{ PORT: String(port), VITRINE_DATA_DIR: folder, VITRINE_ADMIN_PASSWORD: PASSWORD },
      ...{ VITRINE_LOG_LEVEL: 'silent', ...env },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function signIn(address: string): Promise<string> {
  const user = { name: 'admin', password: PASSWORD, domain: { id: 'default' } }
  const scope = { project: { name: 'admin', domain: { id: 'default' } } }
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope } }),
  })
  return answer.headers.get('x-subject-token') ?? ''
}
