import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { uploadSteps } from '#tests/contract/upload-steps.ts'
import {
  alice,
  contentOf,
  createUploadWorld,
  someBytes,
  type UploadWorld,
  unaborted,
} from '#tests/contract/upload-world.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import type { StoreWorld } from './store-world.ts'

export interface FaultyStores {
  /** The real server behind the proxy. */
  readonly target: string
  /** A store that reaches its server through `address`, and gives up on a silent one after `idleMs`. */
  open(address: string, idleMs: number): StoreWorld
}

const IDLE_MS = 1500

/**
 * What becomes of uploads and downloads while their store's server misbehaves. `meets`: when the server gets an upload's
 * bytes, with those of the client or when all of them are here.
 */
export function faultsContract(
  stores: () => FaultyStores,
  meets: 'receiving' | 'finishing' = 'receiving',
): void {
  const openDatabase = openingSqlite()
  let database: Database
  let proxy: FaultProxy
  let there: StoreWorld
  let world: UploadWorld
  beforeAll(async () => {
    database = await openDatabase()
    proxy = await startFaultProxy(stores().target)
  })
  afterAll(() => proxy.close())
  beforeEach(async () => {
    there = stores().open(proxy.url, IDLE_MS)
    world = await createUploadWorld({ database, store: () => there.store })
    // The bucket is made, the token is there: faults meet what the test is about.
    await there.store.listStaging()
  })
  afterEach(async () => {
    proxy.heal()
    await world.close()
  })
  const { start, receive, finish, imageOf } = uploadSteps(() => world)
  const bytesOfParts = (count: number) => someBytes(Math.round(there.partBytes * count))
  const disturbWrites = (fault: Fault) => proxy.disturb((passing) => (there.isWrite(passing) ? fault : null))

  const troubles: [string, Fault, string][] = [
    ['dies in the middle of a write', { kind: 'cut-body', afterBytes: 100_000 }, 'unavailable'],
    ['cannot be reached', { kind: 'refuse' }, 'unavailable'],
    ['says nothing', { kind: 'silence' }, 'unavailable'],
    ['has an error of its own', { kind: 'answer', status: 500 }, 'unavailable'],
    ['has no room for so large an object', { kind: 'answer', status: 413 }, 'over_limit'],
    ['has a full disk', { kind: 'answer', status: 507 }, 'over_limit'],
    ['does not take our credentials any more', { kind: 'answer', status: 403 }, 'unavailable'],
  ]

  test.each(troubles)(
    'a plain upload whose store %s fails by that, and nothing of it is left',
    async (_, fault, code) => {
      const upload = await start({ kind: 'put' })
      disturbWrites(fault)
      const sending = receive(upload, bytesOfParts(1.5))
      if (meets === 'finishing') await sending
      await expect(meets === 'finishing' ? finish(upload) : sending).rejects.toMatchObject({ code })
      proxy.heal()
      await world.tend()
      expect(await imageOf(upload)).toMatchObject({ status: 'queued', sizeBytes: null, checksum: null })
      expect(await there.leftovers()).toEqual([])
      expect(await there.images()).toEqual([])
    },
  )

  test('a resumable upload whose store is down goes on from what was safe when it is back', async () => {
    const bytes = bytesOfParts(2.3)
    const upload = await start({ kind: 'tus', totalBytes: bytes.length })
    const safe = Math.round(there.partBytes * 0.5)
    await receive(upload, bytes.subarray(0, safe))
    proxy.disturb(() => ({ kind: 'refuse' }))
    const sending = receive(upload, bytes.subarray(safe), safe)
    if (meets === 'finishing') await sending
    const failing = meets === 'finishing' ? finish(upload) : sending
    await expect(failing).rejects.toMatchObject({ code: 'unavailable' })
    proxy.heal()
    const known = await world.uploads.directory.find(alice, upload.id)
    expect(known.receivedBytes).toBe(meets === 'finishing' ? bytes.length : safe)
    if (meets === 'receiving') await receive(upload, bytes.subarray(safe), safe)
    const image = await finish(upload)
    expect(image).toMatchObject({ status: 'active', sizeBytes: bytes.length })
    expect(Buffer.compare(await downloaded(image.locations[0]?.url ?? ''), bytes)).toBe(0)
    expect(await there.leftovers()).toEqual([])
  })

  const passing: [string, Fault][] = [
    ['broken connections', { kind: 'refuse' }],
    ['broken bodies', { kind: 'cut-body', afterBytes: 70_000 }],
    ['lost answers', { kind: 'lose-answer' }],
    ['overload', { kind: 'answer', status: 503 }],
  ]

  test.each(passing)('an upload gets through %s, of which every third request suffers', async (_, fault) => {
    const bytes = bytesOfParts(2.2)
    const upload = await start({ kind: 'tus', totalBytes: bytes.length })
    proxy.disturb(({ number }) => (number % 3 === 0 ? fault : null))
    await receive(upload, bytes)
    const image = await finish(upload)
    proxy.heal()
    expect(image).toMatchObject({ status: 'active', sizeBytes: bytes.length })
    expect(Buffer.compare(await downloaded(image.locations[0]?.url ?? ''), bytes)).toBe(0)
    await world.tend()
    expect(await there.leftovers()).toEqual([])
  })

  const downloaded = async (url: string) => contentOf((await there.store.open(url, null, unaborted)).stream)
  const stored = async (bytes: Uint8Array): Promise<string> => {
    const upload = await start({ totalBytes: bytes.length })
    await receive(upload, bytes)
    return (await finish(upload)).locations[0]?.url ?? ''
  }

  test('a download that breaks again and again goes on where it stopped', async () => {
    const bytes = someBytes(3_000_000)
    const url = await stored(bytes)
    proxy.disturb(() => ({ kind: 'cut-answer', afterBytes: 400_000 }))
    expect(Buffer.compare(await downloaded(url), bytes)).toBe(0)
  })

  test('a download that gives nothing more ends as unavailable, not as shorter data', async () => {
    const url = await stored(someBytes(3_000_000))
    let answers = 0
    proxy.disturb(() => {
      answers += 1
      return answers === 1 ? { kind: 'cut-answer', afterBytes: 100_000 } : { kind: 'refuse' }
    })
    await expect(downloaded(url)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('a reader that goes away ends the transfer at the server, too', async () => {
    const url = await stored(someBytes(4_000_000))
    const abort = new AbortController()
    const { stream } = await there.store.open(url, null, abort.signal)
    const reader = stream.getReader()
    await reader.read()
    abort.abort(new Error('gone'))
    await expect(reader.read()).rejects.toThrow('gone')
    await expect.poll(() => proxy.atWork(), { timeout: 20_000 }).toBe(0)
  })
}
