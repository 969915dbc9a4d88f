import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import { createTransport } from '#lib/stores/remote/transport.ts'
import type { VmwareStoreOptions } from '#lib/stores/vmware/vmware-options.ts'
import { createVmwareSession } from '#lib/stores/vmware/vmware-session.ts'
import { createVmwareStore } from '#lib/stores/vmware/vmware-store.ts'
import type { StoreWorld } from './store-world.ts'

export const vmwareAddress = () => `https://${inject('storeServers').VMWARE_SERVER_HOST}`

export function vmwareOptions(
  stagingFolder: string,
  change: Partial<VmwareStoreOptions> = {},
): VmwareStoreOptions {
  const servers = inject('storeServers')
  return {
    ...{ id: 'vmware', address: vmwareAddress(), user: servers.VMWARE_SERVER_USERNAME ?? '' },
    password: secret(servers.VMWARE_SERVER_PASSWORD ?? ''),
    datastores: [
      { dcPath: 'DC0', name: 'LocalDS_0', weight: 0 },
      { dcPath: 'DC0', name: 'LocalDS_1', weight: 100 },
    ],
    ...{ imageFolder: `tests/${randomUUID()}`, stagingFolder, idleMs: 20_000, taskPollMs: 1000 },
    ca: readFileSync(servers.VMWARE_CA_FILE ?? '', 'utf8'),
    retry: { attempts: 4, pauseMs: 20, longestPauseMs: 100 },
    ...change,
  }
}

/** A new folder in the datastores of the simulated vCenter. */
export function vmwareWorld(change: Partial<VmwareStoreOptions> = {}): StoreWorld {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-vmware-'))
  const options = vmwareOptions(folder, change)
  const reopen = () => createVmwareStore(options)
  return {
    // Nothing is cut into parts here.
    ...{ store: reopen(), reopen, partBytes: 1_000_000 },
    isWrite: ({ method }) => method === 'PUT',
    async leftovers() {
      const staged = await readdir(join(folder, 'staging')).catch(() => [])
      return [...staged, ...(await datastoreFiles(options)).filter((name) => name.includes('.'))]
    },
    images: async () => (await datastoreFiles(options)).filter((name) => !name.includes('.')),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Names in the folder of all datastores, as the server lists them. */
export async function datastoreFiles(options: VmwareStoreOptions): Promise<string[]> {
  const transport = createTransport({ storeId: 'test', ca: options.ca, idleMs: 20_000 })
  const cookie = await createVmwareSession(transport, { ...options, address: vmwareAddress() }).cookie()
  transport.close()
  const listings = options.datastores.map(({ dcPath, name }) =>
    listing(
      new URL(`/folder/${options.imageFolder}/?dcPath=${dcPath}&dsName=${name}`, vmwareAddress()),
      cookie,
      options.ca,
    ),
  )
  return (await Promise.all(listings)).flatMap((html) =>
    [...html.matchAll(/<a href="([^"]+)">/g)].map(([, name = '']) => decodeURIComponent(name)),
  )
}

function listing(url: URL, cookie: string, ca: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca, headers: { cookie } }, (answer) => resolve(text(answer)))
    asked.on('error', reject)
    asked.end()
  })
}
