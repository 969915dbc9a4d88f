import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject } from 'vitest'

const execute = promisify(execFile)

/** What Ceph's own tools need to be the administrator. */
function cephEnv(): NodeJS.ProcessEnv {
  return { ...process.env, CEPH_CONF: inject('storeServers').CEPH_CONF }
}

/** Runs one of Ceph's own tools as the administrator of the test's cluster; gives what it prints. */
export async function ceph(program: 'ceph' | 'rbd' | 'rados', ...args: string[]): Promise<string> {
  const { stdout } = await execute(program, args, { env: cephEnv(), encoding: 'utf8' })
  return stdout.trim()
}

export interface CephPool {
  readonly name: string
  /** Settings of a store in it, as the file of stores spells them. */
  readonly settings: Readonly<Record<string, unknown>>
  rbd(...args: string[]): Promise<string>
  /** Names of its images. */
  images(): Promise<string[]>
  /** Removes all that nobody has open. */
  clear(): Promise<void>
}

async function poolIsFull(): Promise<boolean> {
  return /^pool .* flags \S*\bfull\b/m.test(await ceph('ceph', 'osd', 'dump'))
}

/** Runs the work while all pools are full, as a quota or the disks leave them. */
export async function whileFull(work: () => Promise<void>): Promise<void> {
  await ceph('ceph', 'tell', 'osd.0', 'injectfull', 'full')
  try {
    await expect.poll(poolIsFull, { timeout: 60_000 }).toBe(true)
    await work()
  } finally {
    await ceph('ceph', 'tell', 'osd.0', 'injectfull', 'none')
  }
  await expect.poll(poolIsFull, { timeout: 60_000 }).toBe(false)
}

/** Runs the work while nothing answers for the data. */
export async function whileStopped(work: () => Promise<void>): Promise<void> {
  const folder = dirname(inject('storeServers').CEPH_CONF ?? '')
  const pid = Number((await readFile(join(folder, 'run', 'osd.pid'), 'utf8')).split(' ')[0])
  process.kill(pid, 'SIGSTOP')
  try {
    await work()
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}

/** A new pool. Making one takes a second or two: one for each file of tests. */
export async function makePool(): Promise<CephPool> {
  // Changes of the cluster's maps (pools, snapshots) wait for each other for a second: nobody else changes them here.
  await ceph('ceph', 'config', 'set', 'mon', 'paxos_propose_interval', '0.02')
  // A data server that stood still longer than its lease waits until others let it go on, and here there are none.
  await ceph('ceph', 'config', 'set', 'osd', 'osd_pool_default_read_lease_ratio', '100')
  const name = `tests-${randomUUID().slice(0, 8)}`
  await ceph('ceph', 'osd', 'pool', 'create', name, '1', '1')
  await ceph('ceph', 'osd', 'pool', 'application', 'enable', name, 'rbd')
  const { CEPH_CONF: conf = '' } = inject('storeServers')
  const rbd = (...args: string[]) => ceph('rbd', '-p', name, ...args)
  const images = async () => (await rbd('ls')).split('\n').filter((image) => image !== '')
  return {
    ...{ name, rbd, images },
    settings: {
      ...{ rbd_store_pool: name, rbd_store_ceph_conf: conf, rados_connect_timeout: 20 },
      ...{ rbd_store_user: 'admin', rbd_store_keyring: join(dirname(conf), 'ceph.client.admin.keyring') },
    },
    async clear() {
      for (const image of await images()) {
        await rbd('snap', 'unprotect', `${image}@snap`).catch(() => undefined)
        await rbd('snap', 'purge', image).catch(() => undefined)
        await rbd('rm', image).catch(() => undefined)
      }
    },
  }
}
