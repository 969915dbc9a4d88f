import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { WritableStore } from '#lib/stores/store.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'
import { type CephPool, cephCluster } from './ceph-cluster.ts'
import { rbdStore } from './rbd-world.ts'

/** A folder without the code that calls librbd: as on a machine where it cannot be called. */
const NOWHERE = { appDir: '/nowhere' }
const MIB = 1024 * 1024

describe('the RBD store without librbd', () => {
  let pool: CephPool
  let store: WritableStore
  beforeAll(async () => {
    pool = await cephCluster('CEPH').makePool()
    store = rbdStore(pool, { rbd_store_chunk_size: 1 }, NOWHERE)
  })

  test('keeps images by Ceph’s programs: in pieces, goes on after a restart, by ranges, and removes them', async () => {
    const bytes = someBytes(2 * MIB + 4321)
    const key = { uploadId: randomUUID(), imageId: randomUUID() }
    const first = await store.openStaging(key)
    await first.append([bytes.subarray(0, 1_500_000)], 0)
    await first.sync()
    const second = await rbdStore(pool, {}, NOWHERE).openStaging(key)
    expect(second.size()).toBe(1_500_000)
    await second.append([bytes.subarray(1_500_000)], 1_500_000)
    const url = await second.commit()
    expect(url).toBe(pool.urlOf(key.imageId))

    // What one way has written, the other reads.
    for (const reader of [store, rbdStore(pool)]) {
      const whole = await reader.open(url, null, unaborted)
      expect(Buffer.compare(await contentOf(whole.stream), bytes)).toBe(0)
      const range = { start: MIB - 5, end: MIB + 4 }
      const part = await reader.open(url, range, unaborted)
      expect(Buffer.compare(await contentOf(part.stream), bytes.subarray(MIB - 5, MIB + 5))).toBe(0)
    }
    await pool.rbd('clone', `${key.imageId}@snap`, `${pool.name}/volume`)
    await expect(store.assertUnused?.(url)).rejects.toMatchObject({ code: 'conflict' })
    await expect(store.remove(url)).rejects.toMatchObject({ code: 'conflict' })
    await pool.rbd('rm', 'volume')
    await store.remove(url)
    await expect(store.sizeOf(url)).rejects.toMatchObject({ code: 'not_found' })
    expect(await pool.images()).toEqual([])
  })

  test('tells when the cluster does not know it', async () => {
    const stranger = rbdStore(pool, { rbd_store_keyring: '/nowhere' }, NOWHERE)
    await expect(stranger.listStaging()).rejects.toMatchObject({ code: 'unavailable' })
  })
})
