import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import type { S3Encryption, S3StoreOptions } from '#lib/stores/s3/s3-options.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'
import { type CephGateway, startCephGateway } from './ceph-gateway.ts'
import { s3World } from './s3-world.ts'

let gateway: CephGateway
beforeAll(async () => {
  gateway = await startCephGateway()
}, 120_000)
afterAll(() => gateway?.close())

const customer = (byte: number): S3Encryption => ({
  ...{ type: 'customer', key: secret(Buffer.alloc(32, byte).toString('base64')) },
})
const KINDS: Record<string, () => S3Encryption> = {
  'a key that we send': () => customer(7),
  'a key of the key service': () => ({ type: 'aws:kms', keyId: gateway.keyId }),
}

function worldWith(change: Partial<S3StoreOptions>) {
  const { endpoint, accessKey, secretKey } = gateway
  return s3World(change, { endpoint, credentials: { accessKey, secretKey: secret(secretKey) } })
}

test.each(Object.keys(KINDS))(
  'an upload of several parts with %s goes on elsewhere, and is read whole and by ranges',
  async (kind) => {
    const { store, reopen, partBytes } = worldWith({ encryption: KINDS[kind]?.() })
    const bytes = someBytes(Math.round(partBytes * 1.3))
    const cut = Math.round(partBytes * 1.1)
    const key = { uploadId: randomUUID(), imageId: randomUUID() }
    const first = await store.openStaging(key)
    await first.append([bytes.subarray(0, cut)], 0)
    await first.sync()
    await first.close()
    expect(await store.listStaging()).toEqual([key.uploadId])
    const staging = await reopen().openStaging(key)
    expect(staging.size()).toBe(cut)
    await staging.append([bytes.subarray(cut)], cut)
    const url = await staging.commit()
    expect(await store.sizeOf(url)).toBe(bytes.length)
    const { stream } = await store.open(url, null, unaborted)
    expect(Buffer.compare(await contentOf(stream), bytes)).toBe(0)
    const range = { start: partBytes - 50, end: partBytes + 49 }
    const across = await store.open(url, range, unaborted)
    expect(await contentOf(across.stream)).toEqual(Buffer.from(bytes.subarray(range.start, range.end + 1)))
    await store.remove(url)
    await expect(store.sizeOf(url)).rejects.toMatchObject({ code: 'not_found' })
  },
)

test.each(Object.keys(KINDS))('what lies on the disks with %s cannot be read there', async (kind) => {
  for (const encryption of [KINDS[kind]?.(), undefined]) {
    const { store } = worldWith({ encryption })
    const imageId = randomUUID()
    const staging = await store.openStaging({ uploadId: randomUUID(), imageId })
    await staging.append([Buffer.from('what everybody could read')], 0)
    await staging.commit()
    const onDisk = await gateway.atRest(imageId)
    if (encryption === undefined) expect(onDisk).toBe('what everybody could read')
    else expect(onDisk).not.toContain('everybody')
  }
})

test('data of our key is read with no other, and not without one', async () => {
  const bucket = `b-${randomUUID()}`
  const { store } = worldWith({ bucket, encryption: customer(7) })
  const staging = await store.openStaging({ uploadId: randomUUID(), imageId: randomUUID() })
  await staging.append([someBytes(1000)], 0)
  const url = await staging.commit()
  for (const encryption of [customer(8), undefined]) {
    const other = worldWith({ bucket, encryption }).store
    await expect(other.open(url, null, unaborted)).rejects.toMatchObject({ code: 'unavailable' })
  }
  expect((await contentOf((await store.open(url, null, unaborted)).stream)).length).toBe(1000)
})

test('servers that do not encrypt as they are told to get no data', async () => {
  // This Ceph ignores it, without a word.
  const { store, images, leftovers } = worldWith({ encryption: { type: 'AES256' } })
  const refusal = { code: 'unavailable', message: expect.stringContaining('does not encrypt') }
  for (const byteCount of [1000, 6_000_000]) {
    const key = { uploadId: randomUUID(), imageId: randomUUID() }
    const staging = await store.openStaging(key)
    const put = async () => {
      await staging.append([someBytes(byteCount)], 0)
      await staging.seal()
    }
    await expect(put()).rejects.toMatchObject(refusal)
    await store.discardStaging(key)
  }
  expect([await images(), await leftovers()]).toEqual([[], []])
})
