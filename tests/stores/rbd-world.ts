import { expect } from 'vitest'
import { rbdType } from '#lib/stores/rbd/rbd-type.ts'
import { isWritable, type WritableStore } from '#lib/stores/store.ts'
import type { StoreParts } from '#lib/stores/store-type.ts'
import type { CephPool } from './ceph-cluster.ts'
import type { StoreWorld } from './store-world.ts'

/** A store over the pool, connected anew, as a server would open it. */
export function rbdStore(
  pool: CephPool,
  change: Readonly<Record<string, unknown>> = {},
  changed: Partial<StoreParts> = {},
): WritableStore {
  const read = rbdType.read({ ...pool.settings, ...change })
  if (!read.ok) throw new Error(`the settings are refused: ${JSON.stringify(read.issues)}`)
  const nobody = { makeFetch: () => expect.unreachable(), projectOf: () => expect.unreachable() }
  const parts = { appDir: process.cwd(), dataDir: '/nowhere', ...nobody }
  const { store } = read.open({ ...parts, id: 'rbd', ...changed })
  if (!isWritable(store)) throw new Error('the store takes no data')
  return store
}

/** Two connections to one pool, which is empty between tests. */
export function rbdWorld(
  pool: CephPool,
  stores: { readonly first: WritableStore; readonly second: WritableStore },
): StoreWorld {
  return {
    ...{ store: stores.first, reopen: () => stores.second, partBytes: 1_000_000 },
    isWrite: () => expect.unreachable(),
    leftovers: async () => (await pool.images()).filter((name) => name.startsWith('vitrine.')),
    images: async () => (await pool.images()).filter((name) => !name.startsWith('vitrine.')),
    close: () => pool.clear(),
  }
}
