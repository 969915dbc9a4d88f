import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import { createSwiftClient, type SwiftClient } from '#lib/stores/swift/swift-client.ts'
import { listObjects } from '#lib/stores/swift/swift-container.ts'
import type { SwiftContainer } from '#lib/stores/swift/swift-names.ts'
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

const namesIn = async (client: SwiftClient, place: SwiftContainer): Promise<string[]> =>
  (await listObjects(client, place, '')).map(({ name }) => name)

const isWrite: StoreWorld['isWrite'] = ({ method, path }) => method === 'PUT' && path.split('/').length > 4

/** A new container of the real Swift. */
export function swiftWorld(change: Partial<SwiftStoreOptions> = {}): StoreWorld {
  const container = `c-${randomUUID()}`
  const reopen = () => createSwiftStore(swiftOptions(container, change))
  const client = createSwiftClient(swiftOptions(container))
  return {
    ...{ store: reopen(), reopen, partBytes: PART_BYTES, isWrite },
    /** Segments of images are no leftovers. */
    async leftovers() {
      const left = await namesIn(client, { container: `${container}_segments` })
      return (await namesIn(client, { container })).length === 0
        ? left
        : left.filter((name) => !name.startsWith('segments/'))
    },
    images: () => namesIn(client, { container }),
    close: async () => undefined,
  }
}

export interface ProjectsWorld extends StoreWorld {
  /** Of the reseller's administrator, straight to the server. */
  readonly client: SwiftClient
  readonly container: string
}

/** New containers in the account of a project. An account of Swift's own stands for it; a reseller's administrator writes there. */
export function projectsWorld(
  change: Partial<SwiftStoreOptions> = {},
  project = `project-${randomUUID()}`,
): ProjectsWorld {
  const container = `c-${randomUUID()}`
  const { origin } = new URL(change.authUrl ?? inject('storeServers').SWIFT_AUTH_URL ?? '')
  const projects = { prefix: `${origin}/v1/AUTH_`, projectOf: async () => project }
  const auth = { version: 1 as const, user: 'admin:admin', key: secret('admin') }
  const options = swiftOptions(container, { auth, projects, ...change })
  const reopen = () => createSwiftStore(options)
  const client = createSwiftClient(options)
  const imageContainers = async () => {
    const list = await client.askText({ method: 'GET', project, query: { prefix: container } })
    return list.split('\n').filter((name) => name !== '')
  }
  const images = async () => {
    const lists = (await imageContainers()).map((own) => namesIn(client, { project, container: own }))
    return (await Promise.all(lists)).flat().filter((name) => !name.startsWith('segments/'))
  }
  return {
    ...{ client, container, images, store: reopen(), reopen, partBytes: PART_BYTES, isWrite },
    /** An image has its container, its segments there, and the note of its account. */
    async leftovers() {
      const kept = await images()
      const isKept = (name: string) => kept.some((image) => name === `accounts/${image}`)
      const staged = await namesIn(client, { container: `${container}_segments` })
      const isInUse = (own: string) => kept.some((image) => own === `${container}_${image}`)
      return [
        ...staged.filter((name) => !isKept(name)),
        ...(await imageContainers()).filter((own) => !isInUse(own)),
      ]
    },
    close: async () => undefined,
  }
}
