import { afterEach, beforeAll, describe } from 'vitest'
import type { WritableStore } from '#lib/stores/store.ts'
import { type CephPool, cephCluster } from './ceph-cluster.ts'
import { rbdStore, rbdWorld } from './rbd-world.ts'
import { storeContract } from './store-contract.ts'
import { uploadsContract } from './uploads-contract.ts'

let pool: CephPool
let stores: { first: WritableStore; second: WritableStore }
beforeAll(async () => {
  pool = await cephCluster('CEPH').makePool()
  stores = { first: rbdStore(pool), second: rbdStore(pool) }
})

describe('the RBD store', () => {
  storeContract(async () => rbdWorld(pool, stores))
  describe('as the store of whole uploads', () => {
    afterEach(() => pool.clear())
    uploadsContract(() => rbdWorld(pool, stores))
  })
})
