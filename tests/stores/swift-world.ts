import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import { createSwiftClient } from '#lib/stores/swift/swift-client.ts'
import { listObjects } from '#lib/stores/swift/swift-container.ts'
import type { SwiftStoreOptions } from '#lib/stores/swift/swift-options.ts'
import { createSwiftStore } from '#lib/stores/swift/swift-store.ts'
import type { StoreWorld } from './store-world.ts'

const PART_BYTES = 512 * 1024

export function swiftOptions(container: string, change: Partial<SwiftStoreOptions> = {}): SwiftStoreOptions {
  const servers = inject('storeServers')
  return {
    ...{ id: 'swift', authUrl: servers.SWIFT_AUTH_URL ?? '', interface: 'public', container },
    auth: { version: 1, user: servers.SWIFT_USER ?? '', key: secret(servers.SWIFT_KEY ?? '') },
    ...{ createContainer: true, partBytes: PART_BYTES, manifestParts: 1000, idleMs: 20_000 },
    retry: { attempts: 4, pauseMs: 20, longestPauseMs: 100 },
    ...change,
  }
}

/** A new container of the real Swift. */
export function swiftWorld(change: Partial<SwiftStoreOptions> = {}): StoreWorld {
  const container = `c-${randomUUID()}`
  const reopen = () => createSwiftStore(swiftOptions(container, change))
  const client = createSwiftClient(swiftOptions(container))
  const names = async (from: string) => (await listObjects(client, from, '')).map(({ name }) => name)
  return {
    ...{ store: reopen(), reopen, partBytes: PART_BYTES },
    isWrite: ({ method, path }) => method === 'PUT' && path.split('/').length > 4,
    /** Segments of images are no leftovers. */
    async leftovers() {
      const left = await names(`${container}_segments`)
      return (await names(container)).length === 0
        ? left
        : left.filter((name) => !name.startsWith('segments/'))
    },
    images: () => names(container),
    close: async () => undefined,
  }
}
