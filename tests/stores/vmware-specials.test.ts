import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, inject, onTestFinished, test } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import { createTransport } from '#lib/stores/remote/transport.ts'
import { isWritable, type StagingKey, type WritableStore } from '#lib/stores/store.ts'
import { callSoap } from '#lib/stores/vmware/soap.ts'
import { uploadPaths } from '#lib/stores/vmware/vmware-names.ts'
import type { VmwareStoreOptions } from '#lib/stores/vmware/vmware-options.ts'
import { createVmwareSession } from '#lib/stores/vmware/vmware-session.ts'
import { createVmwareStore } from '#lib/stores/vmware/vmware-store.ts'
import { createVmwareTransfers } from '#lib/stores/vmware/vmware-transfers.ts'
import { vmwareType } from '#lib/stores/vmware/vmware-type.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { datastoreFiles, vmwareAddress, vmwareOptions } from './vmware-world.ts'

const newKey = (): StagingKey => ({ uploadId: randomUUID(), imageId: randomUUID() })

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-vmware-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const newOptions = (change: Partial<VmwareStoreOptions> = {}) => vmwareOptions(newFolder(), change)

async function startProxy(): Promise<FaultProxy> {
  const proxy = await startFaultProxy(vmwareAddress())
  onTestFinished(() => proxy.close())
  return proxy
}

async function put(store: WritableStore, bytes: Uint8Array, key = newKey()): Promise<string> {
  const staging = await store.openStaging({ ...key, totalBytes: bytes.length })
  try {
    await staging.append([bytes], 0)
    return await staging.commit()
  } finally {
    await staging.close()
  }
}

const readAll = async (store: WritableStore, url: string) =>
  contentOf((await store.open(url, null, unaborted)).stream)

/** The server forgets the session, as after a restart or a long silence. */
async function endSession(cookie: string, { ca, retry }: VmwareStoreOptions): Promise<void> {
  const transport = createTransport({ storeId: 'test', ca, idleMs: 20_000 })
  const server = { storeId: 'test', transport, retry, address: new URL('/sdk', vmwareAddress()) }
  const on = { type: 'SessionManager', id: 'SessionManager' }
  expect(await callSoap(server, { method: 'Logout', on }, cookie)).toMatchObject({ fault: null })
  transport.close()
}

test('a session that ends in the middle of an upload or of a download is renewed, and the transfer goes on', async () => {
  const proxy = await startProxy()
  const options = newOptions({ address: proxy.url })
  const store = createVmwareStore(options)
  const cookies = new Set<string>()
  proxy.disturb(({ method, headers: { cookie = '' } }) => {
    cookies.add(cookie)
    return method === 'GET' ? { kind: 'cut-answer', afterBytes: 1_500_000 } : null
  })
  const lastCookie = () => [...cookies].at(-1) ?? ''
  const bytes = someBytes(4_000_000)
  const staging = await store.openStaging(newKey())
  await staging.append([bytes], 0)
  await endSession(lastCookie(), options)
  const url = await staging.commit()
  await staging.close()

  const { stream } = await store.open(url, null, unaborted)
  const pieces: Uint8Array[] = []
  await endSession(lastCookie(), options)
  for await (const piece of stream) pieces.push(piece)
  expect(Buffer.compare(Buffer.concat(pieces), bytes)).toBe(0)
  expect([...cookies].filter((cookie) => cookie !== '')).toHaveLength(3)
})

test('what a killed server left half sent is written anew, and nothing of it stays', async () => {
  const options = newOptions()
  const key = newKey()
  const transport = createTransport({ storeId: 'test', ca: options.ca, idleMs: 20_000 })
  const transfers = createVmwareTransfers(transport, createVmwareSession(transport, options), options)
  const half = { sizeBytes: 1000, open: () => Readable.from([someBytes(1000, 9)]) }
  for (const datastore of options.datastores) {
    await transfers.write({ datastore, path: uploadPaths(options.imageFolder, key).part }, half)
  }
  transport.close()
  const bytes = someBytes(300_000)
  const store = createVmwareStore(options)
  const url = await put(store, bytes, key)
  expect(Buffer.compare(await readAll(store, url), bytes)).toBe(0)
  expect(await datastoreFiles(options)).toEqual([key.imageId])
})

test('data that the server has not kept whole is no image', async () => {
  const proxy = await startProxy()
  const options = newOptions({ address: proxy.url })
  const store = createVmwareStore(options)
  proxy.disturb(({ method }) => (method === 'PUT' ? { kind: 'answer', status: 201 } : null))
  await expect(put(store, someBytes(1000))).rejects.toMatchObject({
    ...{ code: 'unavailable', message: expect.stringContaining('0 of 1000 bytes') },
  })
  expect(await datastoreFiles(options)).toEqual([])
})

test('new data goes to the datastore with the highest weight, and is found in each of them', async () => {
  const options = newOptions()
  const heavy = createVmwareStore(options)
  const datastores = options.datastores.map((each) => ({ ...each, weight: 100 - each.weight }))
  const other = createVmwareStore({ ...options, datastores })
  const [first, second] = [await put(heavy, someBytes(10, 1)), await put(other, someBytes(10, 2))]
  expect(first).toMatch(/^vsphere:\/\/127\.0\.0\.1:\d+\/folder\/tests\/.*\?dsName=LocalDS_1&dcPath=DC0$/)
  expect(second).toMatch(/\?dsName=LocalDS_0&dcPath=DC0$/)
  expect(await readAll(other, first)).toEqual(Buffer.from(someBytes(10, 1)))
  await heavy.remove(second)
  await expect(other.sizeOf(second)).rejects.toMatchObject({ code: 'not_found' })
})

test('data for which no datastore has room is refused before it is sent', async () => {
  const options = newOptions()
  const store = createVmwareStore(options)
  const key = { ...newKey(), totalBytes: 2 ** 52 }
  await expect(store.openStaging(key)).rejects.toMatchObject({ code: 'over_limit' })
  expect([await store.listStaging(), await datastoreFiles(options)]).toEqual([[], []])
})

test.each([
  ['a wrong password', { password: secret('not-the-password') }, /refuses this service's credentials/],
  [
    'a datacenter that is not there',
    { datastores: [{ dcPath: 'DC7', name: 'LocalDS_0', weight: 0 }] },
    /finds no datacenter "DC7"/,
  ],
  [
    'a datastore that is not there',
    { datastores: [{ dcPath: 'DC0', name: 'absent', weight: 0 }] },
    /finds no datastore "absent"/,
  ],
  ['a server that is none', { address: 'http://127.0.0.1:9' }, /does not answer/],
] satisfies [string, Partial<VmwareStoreOptions>, RegExp][])(
  'with %s the store is unavailable, and says what an administrator needs, but no secret',
  async (_, change, message) => {
    const failure: unknown = await put(createVmwareStore(newOptions(change)), someBytes(10)).catch((e) => e)
    expect(failure).toMatchObject({ code: 'unavailable', message: expect.stringMatching(message) })
    expect(String(failure)).not.toContain('not-the-password')
  },
)

test('a store with the settings of the file trusts the certificates that it names, or any if it must', async () => {
  const servers = inject('storeServers')
  const opened = (trust: Record<string, unknown>) => {
    const read = vmwareType.read({
      ...{ vmware_server_host: servers.VMWARE_SERVER_HOST, vmware_datastores: servers.VMWARE_DATASTORES },
      ...{ vmware_server_username: servers.VMWARE_SERVER_USERNAME, vmware_api_retry_count: 1 },
      ...{
        vmware_server_password: servers.VMWARE_SERVER_PASSWORD,
        vmware_store_image_dir: `/t/${randomUUID()}`,
      },
      ...trust,
    })
    if (!read.ok) throw new Error('The settings are refused.')
    const { store } = read.open({
      id: 'a',
      appDir: process.cwd(),
      dataDir: newFolder(),
      makeFetch: () => expect.unreachable(),
      projectOf: () => expect.unreachable(),
    })
    if (!isWritable(store)) throw new Error('The store takes no data.')
    return store
  }
  for (const trust of [{ vmware_ca_file: servers.VMWARE_CA_FILE }, { vmware_insecure: true }]) {
    const store = opened(trust)
    expect(await store.sizeOf(await put(store, someBytes(10)))).toBe(10)
  }
  await expect(put(opened({}), someBytes(10))).rejects.toMatchObject({ code: 'unavailable' })
})
