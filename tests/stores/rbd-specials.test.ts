import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Staging, StagingKey, WritableStore } from '#lib/stores/store.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'
import { type CephCluster, type CephPool, cephCluster } from './ceph-cluster.ts'
import { rbdStore } from './rbd-world.ts'

const MIB = 1024 * 1024
const WAIT = { timeout: 60_000, interval: 200 }

let cluster: CephCluster
let pool: CephPool
let store: WritableStore
/** Another connection, as another server has it. */
let other: WritableStore
beforeAll(async () => {
  cluster = cephCluster('CEPH_SECOND')
  pool = await cluster.makePool()
  store = rbdStore(pool)
  other = rbdStore(pool)
})
afterEach(() => pool.clear())

const newKey = (totalBytes: number | null = null): StagingKey => ({
  ...{ uploadId: randomUUID(), imageId: randomUUID(), totalBytes },
})
const readAll = async (url: string) => contentOf((await store.open(url, null, unaborted)).stream)
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

async function put(bytes: Uint8Array, key = newKey(), into = store): Promise<string> {
  const staging = await into.openStaging(key)
  await staging.append([bytes], 0)
  const url = await staging.commit()
  await staging.close()
  return url
}

describe('an image in RBD', () => {
  test('lies as Glance lays it: by its id, in objects of 8 MiB, with a protected snapshot named snap', async () => {
    const bytes = someBytes(3 * MIB + 77)
    const key = newKey()
    const url = await put(bytes, key)
    expect(url).toBe(pool.urlOf(key.imageId))
    const info = JSON.parse(await pool.rbd('info', '--format', 'json', key.imageId))
    expect(info).toMatchObject({ size: bytes.length, object_size: 8 * MIB, features: ['layering'] })
    const [snapshot] = JSON.parse(await pool.rbd('snap', 'ls', '--format', 'json', key.imageId))
    expect(snapshot).toMatchObject({ name: 'snap', size: bytes.length, protected: 'true' })
    expect(await pool.rbd('image-meta', 'ls', key.imageId)).not.toContain('vitrine')
  })

  test.each([
    ['takes no room for zeros where the site wants that', true, 2],
    ['is written as it came otherwise', false, 4],
  ])('%s', async (_, isThin, count) => {
    const thin = rbdStore(pool, { rbd_store_chunk_size: 1, rbd_thin_provisioning: isThin })
    const bytes = Buffer.concat([someBytes(MIB), new Uint8Array(2 * MIB), someBytes(1000)])
    const before = await dataObjects()
    const url = await put(bytes, newKey(bytes.length), thin)
    expect((await dataObjects()) - before).toBe(count)
    expect(isSame(await readAll(url), bytes)).toBe(true)
  })

  test('shows zeros where zeros came, though a server that was killed had written there', async () => {
    const options = { rbd_thin_provisioning: true }
    const key = newKey()
    const first = await rbdStore(pool, options).openStaging(key)
    await first.append([someBytes(MIB)], 0)
    await first.sync()
    // Never synced: whoever goes on does not know of it.
    await first.append([someBytes(2 * MIB, 9)], MIB)
    const second = await rbdStore(pool, options).openStaging(key)
    expect(second.size()).toBe(MIB)
    await second.append([new Uint8Array(2 * MIB)], MIB)
    const url = await second.commit()
    await Promise.all([first.close(), second.close()])
    expect(isSame(await readAll(url), Buffer.concat([someBytes(MIB), new Uint8Array(2 * MIB)]))).toBe(true)
  })

  test('that Glance wrote, or Nova beside it, is read and removed by its location', async () => {
    const id = randomUUID()
    await pool.rbd('create', '--size', '3B', '--image-format', '2', id)
    await pool.rbd('snap', 'create', `${id}@snap`)
    await pool.rbd('snap', 'protect', `${id}@snap`)
    const url = pool.urlOf(id)
    expect(await store.sizeOf(url)).toBe(3)
    expect([...(await readAll(url))]).toEqual([0, 0, 0])
    await store.remove(url)
    expect(await pool.images()).toEqual([])
  })

  test('is in use while volumes are its clones, and is then neither removed nor harmed', async () => {
    const bytes = someBytes(1000)
    const key = newKey()
    const url = await put(bytes, key)
    await store.assertUnused?.(url)
    await pool.rbd('clone', `${key.imageId}@snap`, `${pool.name}/volume`)
    const refusals = [
      () => store.assertUnused?.(url),
      () => store.remove(url),
      () => store.discardStaging(key),
    ]
    for (const refused of refusals) await expect(refused()).rejects.toMatchObject({ code: 'conflict' })
    expect(isSame(await readAll(url), bytes)).toBe(true)
    await pool.rbd('rm', 'volume')
    await store.assertUnused?.(url)
    await store.remove(url)
    expect(await pool.images()).toEqual([])
  })

  test('is in use while somebody else has it open', async () => {
    const url = await put(someBytes(8 * MIB))
    const { stream } = await other.open(url, null, unaborted)
    await expect(store.assertUnused?.(url)).rejects.toMatchObject({ code: 'conflict' })
    await other.assertUnused?.(url)
    await stream.cancel()
    await store.assertUnused?.(url)
  })

  test('that is removed while it is read is read to its end, and then goes', async () => {
    const bytes = someBytes(8 * MIB)
    const url = await put(bytes)
    const { stream } = await store.open(url, null, unaborted)
    await store.remove(url)
    await expect(store.open(url, null, unaborted)).rejects.toMatchObject({ code: 'not_found' })
    await store.listStaging()
    expect(isSame(await contentOf(stream), bytes)).toBe(true)
    await store.listStaging()
    expect(await pool.images()).toEqual([])
  })

  test('is let go when its reader goes away', async () => {
    const url = await put(someBytes(8 * MIB))
    const abort = new AbortController()
    const { stream } = await store.open(url, null, abort.signal)
    await stream.getReader().read()
    abort.abort()
    await expect
      .poll(() =>
        other.assertUnused?.(url).then(
          () => 'free',
          () => 'open',
        ),
      )
      .toBe('free')
  })

  async function dataObjects(): Promise<number> {
    const names = (await cluster.run('rados', '-p', pool.name, 'ls')).split('\n')
    return names.filter((name) => name.startsWith('rbd_data.')).length
  }
})

describe('when the cluster is in trouble', () => {
  let staging: Staging
  const bytes = someBytes(3 * MIB)
  const key = newKey(bytes.length)
  const hasty = () => rbdStore(pool, { rados_connect_timeout: 4 })

  async function goesOn(): Promise<void> {
    const again = await other.openStaging(key)
    expect(again.size()).toBe(MIB)
    await again.append([bytes.subarray(MIB)], MIB)
    const url = await again.commit()
    await again.close()
    expect(isSame(await readAll(url), bytes)).toBe(true)
  }

  test('a full pool refuses bytes at once, and the upload goes on when there is room', async () => {
    const old = await put(someBytes(1000))
    staging = await store.openStaging(key)
    await staging.append([bytes.subarray(0, MIB)], 0)
    await staging.sync()
    await cluster.whileFull(async () => {
      const refused = { code: 'over_limit' }
      await expect(staging.append([bytes.subarray(MIB)], MIB)).rejects.toMatchObject(refused)
      await expect(store.openStaging(newKey())).rejects.toMatchObject(refused)
      // What was begun can be removed, or a full pool would stay full.
      await store.remove(old)
    })
    await staging.close()
    await goesOn()
  })

  test('a quota of the pool is its room, refuses what goes beyond it, and is free again for what was given up', async () => {
    const narrow = await cluster.makePool()
    await cluster.run('ceph', 'osd', 'pool', 'set-quota', narrow.name, 'max_bytes', String(4 * MIB))
    const limited = rbdStore(narrow, { rbd_store_chunk_size: 1 })
    const programs = rbdStore(narrow, {}, { appDir: '/nowhere' })
    const room = async () => (await limited.capacity?.(unaborted)) ?? null
    const whole = { totalBytes: 4 * MIB, freeBytes: 4 * MIB }
    await expect.poll(room, WAIT).toEqual(whole)
    expect(await programs.capacity?.(unaborted)).toEqual(whole)
    const upload = newKey()
    const begun = await limited.openStaging(upload)
    // Ceph counts now and then, and lets more in until it has.
    await expect
      .poll(() => begun.append([someBytes(MIB)], begun.size()).catch((error: unknown) => error), WAIT)
      .toMatchObject({ code: 'over_limit', message: expect.stringContaining('no room left') })
    await expect.poll(async () => (await room())?.freeBytes, WAIT).toBe(0)
    await begun.close()
    await limited.discardStaging(upload)
    expect(await narrow.images()).toEqual([])
    // But for a few bytes with which Ceph remembers that there were images.
    await expect.poll(async () => (await room())?.freeBytes, WAIT).toBeGreaterThan(4 * MIB - 1000)
  }, 120_000)

  test('a cluster that stands still is unavailable soon, and nothing that was safe is lost', async () => {
    const impatient = hasty()
    staging = await impatient.openStaging(key)
    await staging.append([bytes.subarray(0, MIB)], 0)
    await staging.sync()
    await cluster.whileStopped(async () => {
      const down = { code: 'unavailable', message: expect.stringContaining('does not answer') }
      await Promise.all([
        expect(staging.append([bytes.subarray(MIB)], MIB)).rejects.toMatchObject(down),
        ...Array.from({ length: 8 }, () => expect(impatient.stagedSize(key)).rejects.toMatchObject(down)),
      ])
    })
    await staging.close()
    await expect.poll(() => impatient.stagedSize(key).catch(() => -1), { timeout: 60_000 }).toBe(MIB)
    await goesOn()
  })

  test.each([
    [
      'a wrong key',
      { rbd_store_keyring: undefined, rbd_store_key: 'AQCiuiFnAAAAABAAu1lLEqwXhK0aHQ2mSTtlGg==' },
      /keyring/,
    ],
    ['no keyring', { rbd_store_keyring: '/nowhere' }, /keyring/],
    ['an unknown user', { rbd_store_user: 'nobody' }, /refuses the user/],
    ['a pool that is not there', { rbd_store_pool: 'absent' }, /no such pool/],
    [
      'another cluster',
      { rbd_store_fsid: '00000000-0000-4000-8000-000000000000' },
      /set up for the cluster 0000/,
    ],
  ])('%s is told clearly, and holds no secret', async (_, change, message) => {
    const failure = await rbdStore(pool, change)
      .listStaging()
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'unavailable', message: expect.stringMatching(message) })
    expect(String(failure)).not.toContain('AQCi')
  })
})
