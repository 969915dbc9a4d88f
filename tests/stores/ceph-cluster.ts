import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject } from 'vitest'

const execute = promisify(execFile)

/** A real Ceph of this run, with one monitor and one data server. */
export interface CephCluster {
  readonly fsid: string
  /** Runs one of Ceph's own tools as its administrator; gives what it prints. */
  run(program: 'ceph' | 'rbd' | 'rados' | 'radosgw-admin', ...args: string[]): Promise<string>
  /** Changes of the cluster's maps wait no longer for each other. */
  hurry(): Promise<void>
  /** Takes a second or two: one for each file of tests. */
  makePool(): Promise<CephPool>
  /** Runs the work while all pools are full, as quotas or the disks leave them. */
  whileFull(work: () => Promise<void>): Promise<void>
  /** Runs the work while nothing answers for the data. */
  whileStopped(work: () => Promise<void>): Promise<void>
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
  urlOf(imageId: string): string
}

/** The second is there for those who stop it or fill it. */
export function cephCluster(which: 'CEPH' | 'CEPH_SECOND'): CephCluster {
  const servers = inject('storeServers')
  const conf = servers[`${which}_CONF`] ?? ''
  const fsid = servers[`${which}_FSID`] ?? ''
  const run: CephCluster['run'] = async (program, ...args) => {
    const env = { ...process.env, CEPH_CONF: conf }
    const { stdout } = await execute(program, args, { env, encoding: 'utf8' })
    return stdout.trim()
  }
  const isFull = async () => /^pool .* flags \S*\bfull\b/m.test(await run('ceph', 'osd', 'dump'))
  return {
    ...{ fsid, run, hurry: () => prepare(run) },
    async makePool() {
      await prepare(run)
      const name = `tests-${randomUUID().slice(0, 8)}`
      await run('ceph', 'osd', 'pool', 'create', name, '1', '1')
      await run('ceph', 'osd', 'pool', 'application', 'enable', name, 'rbd')
      return poolOf({ run, conf, fsid }, name)
    },
    async whileFull(work) {
      await run('ceph', 'tell', 'osd.0', 'injectfull', 'full')
      try {
        await expect.poll(isFull, { timeout: 60_000 }).toBe(true)
        await work()
      } finally {
        await run('ceph', 'tell', 'osd.0', 'injectfull', 'none')
      }
      await expect.poll(isFull, { timeout: 60_000 }).toBe(false)
    },
    async whileStopped(work) {
      const pid = Number((await readFile(join(dirname(conf), 'run', 'osd.pid'), 'utf8')).split(' ')[0])
      process.kill(pid, 'SIGSTOP')
      try {
        await work()
      } finally {
        process.kill(pid, 'SIGCONT')
      }
    },
  }
}

async function prepare(run: CephCluster['run']): Promise<void> {
  // Changes of the cluster's maps (pools, snapshots) wait for each other for a second: nobody else changes them here.
  await run('ceph', 'config', 'set', 'mon', 'paxos_propose_interval', '0.02')
  // How full a pool is, is told every five seconds otherwise.
  await run('ceph', 'config', 'set', 'global', 'mgr_stats_period', '1')
  await run('ceph', 'config', 'set', 'mgr', 'mgr_tick_period', '1')
  // A data server that stood still longer than its lease waits until others let it go on, and here there are none.
  await run('ceph', 'config', 'set', 'osd', 'osd_pool_default_read_lease_ratio', '100')
}

function poolOf(
  { run, conf, fsid }: { run: CephCluster['run']; conf: string; fsid: string },
  name: string,
): CephPool {
  const rbd = (...args: string[]) => run('rbd', '-p', name, ...args)
  const images = async () => (await rbd('ls')).split('\n').filter((image) => image !== '')
  return {
    ...{ name, rbd, images, urlOf: (imageId) => `rbd://${fsid}/${name}/${imageId}/snap` },
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
