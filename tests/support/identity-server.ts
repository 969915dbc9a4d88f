import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { freePort } from './free-port.ts'

export interface IdentityServer {
  /** Of the identity service, without the version. */
  readonly url: string
  /** Of the user `admin` in the project `admin`. */
  readonly password: string
  close(): Promise<void>
}

const PASSWORD = 'secret-of-the-identity-server'

/** Our own service as a process, for programs that want a Keystone. */
export async function startIdentityServer(): Promise<IdentityServer> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-identity-'))
  const port = await freePort()
  const server = spawn(process.execPath, ['tests/api/uploads-crash-server.ts'], {
    env: {
      ...process.env,
      ...{ PORT: String(port), VITRINE_DATA_DIR: folder, VITRINE_ADMIN_PASSWORD: PASSWORD },
      VITRINE_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return whenItAnswers(server, folder, `http://127.0.0.1:${port}/identity`)
}

async function whenItAnswers(server: ChildProcess, folder: string, url: string): Promise<IdentityServer> {
  const close = async () => {
    await killed(server)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const asked = async () => (await fetch(`${url}/v3`)).text()
    await vi.waitFor(asked, { timeout: 60_000, interval: 100 })
  } catch (error) {
    await close()
    throw error
  }
  return { url, password: PASSWORD, close }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
