import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, vi } from 'vitest'
import { freePort } from '#tests/support/free-port.ts'

/** The identity service that a Swift trusts. */
export interface TrustedIdentity {
  readonly url: string
  readonly password: string
}

export interface SecondSwift {
  /** https. */
  readonly url: string
  /** Trusts it, and nothing else. */
  readonly ca: string
  close(): Promise<void>
}

/**
 * Another door to the data of the run's Swift: over TLS, with Keystone's own middleware in front, and S3 buckets as host
 * names below `localhost`. Projects have the accounts `KEY_<project>`, beside those of the first door.
 */
export async function startSecondSwift(identity: TrustedIdentity): Promise<SecondSwift> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-second-swift-'))
  const base = join(inject('storeServers').STORES_FOLDER ?? '', 'swift')
  const port = await freePort()
  makeCertificate(folder)
  symlinkSync(join(base, 'etc', 'swift.conf'), join(folder, 'swift.conf'))
  const settings = readFileSync(join(base, 'etc', 'proxy-server.conf'), 'utf8')
  writeFileSync(
    join(folder, 'proxy-server.conf'),
    secondSettings(settings, folder, port) + middleware(identity),
  )
  const log = join(folder, 'log')
  const proxy = spawn('/usr/bin/python3', [join(base, 'serve.py'), folder, 'proxy'], {
    stdio: ['ignore', 'ignore', openSync(log, 'w')],
  })
  const close = async () => {
    await ended(proxy)
    await rm(folder, { recursive: true, force: true })
  }
  const url = `https://localhost:${port}`
  try {
    await vi.waitFor(() => connected(port), { timeout: 50_000, interval: 100 })
  } catch (cause) {
    const said = readFileSync(log, 'utf8')
    await close()
    throw new Error(`Swift's second proxy did not start:\n${said}`, { cause })
  }
  return { url, ca: readFileSync(join(folder, 'cert.pem'), 'utf8'), close }
}

function makeCertificate(folder: string): void {
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', 'key.pem', '-out', 'cert.pem']
  execFileSync('openssl', ['req', '-x509', ...key, ...names], { cwd: folder, stdio: 'ignore' })
}

function secondSettings(settings: string, folder: string, port: number): string {
  return (
    settings
      .replace(
        /^bind_port = .*$/m,
        `bind_port = ${port}\ncert_file = ${folder}/cert.pem\nkey_file = ${folder}/key.pem`,
      )
      .replace(/^(pipeline = .*) tempauth /m, '$1 authtoken keystoneauth tempauth ')
      .replace('[filter:s3api]\n', '[filter:s3api]\nstorage_domain = localhost\n')
      // A request under way while access changes puts what it has read before into the cache: a minute, by default.
      .replace('[app:proxy-server]\n', '[app:proxy-server]\nrecheck_container_existence = 1\n')
  )
}

const middleware = ({ url, password }: TrustedIdentity): string => `
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
www_authenticate_uri = ${url}
auth_url = ${url}
auth_type = password
username = admin
password = ${password}
project_name = admin
user_domain_id = default
project_domain_id = default
delay_auth_decision = true
include_service_catalog = false
# What was revoked is refused at once.
token_cache_time = -1
[filter:keystoneauth]
use = egg:swift#keystoneauth
reseller_prefix = KEY
operator_roles = admin, member
`

async function connected(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
  } finally {
    socket.destroy()
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
