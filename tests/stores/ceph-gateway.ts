import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, vi } from 'vitest'
import { freePort } from '#tests/support/free-port.ts'
import { cephCluster } from './ceph-cluster.ts'

/** Ceph's own S3 server, which encrypts. */
export interface CephGateway {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  /** A key of the servers' key service. */
  readonly keyId: string
  /** What lies on the disks of an object of one piece. */
  atRest(key: string): Promise<string>
  close(): Promise<void>
}

const NAME = 'client.gateway'
const KEYS = { accessKey: 'access-of-tests', secretKey: 'secret-of-tests' }
const KEY_ID = 'images'
const DATA_POOL = 'default.rgw.buckets.data'

/** Starts one over the run's Ceph. Its key service is the one that Ceph brings for tests: keys in its settings. */
export async function startCephGateway(): Promise<CephGateway> {
  const cluster = cephCluster('CEPH')
  await cluster.hurry()
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-gateway-'))
  const keyring = join(folder, 'keyring')
  const caps = ['mon', 'allow rw', 'osd', 'allow rwx', 'mgr', 'allow rw']
  await cluster.run('ceph', 'auth', 'get-or-create', NAME, ...caps, '-o', keyring)
  const port = await freePort()
  const who = ['-c', inject('storeServers').CEPH_CONF ?? '', '-n', NAME, '--keyring', keyring]
  const settings = {
    rgw_data: folder,
    rgw_frontends: `beast endpoint=127.0.0.1:${port}`,
    rgw_crypt_require_ssl: 'false',
    rgw_crypt_s3_kms_backend: 'testing',
    rgw_crypt_s3_kms_encryption_keys: `${KEY_ID}=${Buffer.alloc(32, 'k').toString('base64')}`,
  }
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  const log = join(folder, 'log')
  const server = spawn('radosgw', [...who, '-f', ...options], {
    stdio: ['ignore', 'ignore', openSync(log, 'w')],
  })
  const close = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const exit = once(server, 'exit')
      server.kill('SIGKILL')
      await exit
    }
    await rm(folder, { recursive: true, force: true })
  }
  const endpoint = `http://127.0.0.1:${port}`
  try {
    await vi.waitFor(async () => (await fetch(endpoint)).text(), { timeout: 90_000, interval: 100 })
    const user = ['user', 'create', '--uid=tests', '--display-name=tests']
    const keys = [`--access-key=${KEYS.accessKey}`, `--secret-key=${KEYS.secretKey}`]
    await cluster.run('radosgw-admin', ...who, ...user, ...keys)
  } catch (cause) {
    const said = readFileSync(log, 'utf8')
    await close()
    throw new Error(`Ceph's S3 server did not start:\n${said}`, { cause })
  }
  return {
    ...{ endpoint, ...KEYS, keyId: KEY_ID, close },
    async atRest(key) {
      const names = (await cluster.run('rados', '-p', DATA_POOL, 'ls')).split('\n')
      const name = names.find((each) => each.endsWith(`_${key}`)) ?? ''
      return cluster.run('rados', '-p', DATA_POOL, 'get', name, '-')
    },
  }
}
