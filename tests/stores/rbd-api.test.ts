import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bytes, uploadSteps } from '#tests/api/uploads-client.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { type CephPool, cephCluster } from './ceph-cluster.ts'

const open = openingSqlite()
let pool: CephPool
let folder: string
let api: TestApi
beforeAll(async () => {
  pool = await cephCluster('CEPH').makePool()
  folder = await mkdtemp(join(tmpdir(), 'vitrine-rbd-'))
  const file = join(folder, 'stores.yaml')
  const stores = [
    { id: 'ceph', type: 'rbd', ...pool.settings },
    { id: 'file', type: 'file' },
  ]
  await writeFile(file, JSON.stringify({ default: 'ceph', stores }))
  api = await openApi(open, { VITRINE_STORES_FILE: file, VITRINE_SHOW_MULTIPLE_LOCATIONS: 'true' })
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

test('an upload in pieces lies in Ceph when it ends, where Nova finds it by its location', async () => {
  const { begun, tus, expectWhole, show } = uploadSteps(api)
  const { id, path } = await begun()
  await tus.patch(path, 0, bytes.subarray(0, 100_001))
  expect((await tus.head(path)).headers.get('upload-offset')).toBe('100001')
  expect((await tus.patch(path, 100_001, bytes.subarray(100_001))).status).toBe(204)
  await expectWhole(id)
  expect((await show(id)).direct_url ?? (await show(id)).locations?.[0]?.url).toBe(pool.urlOf(id))
  const range = await api.ask('GET', `/v2/images/${id}/file`, { headers: { range: 'bytes=99990-100009' } })
  expect(range.status).toBe(206)
  expect(Buffer.compare(Buffer.from(await range.arrayBuffer()), bytes.subarray(99_990, 100_010))).toBe(0)
})

test('an image whose volumes are clones is not deleted and stays what it was; without them it goes', async () => {
  const { id } = await api.createActive('the data of this image')
  await pool.rbd('clone', `${id}@snap`, `${pool.name}/volume-of-it`)
  const refused = await api.ask('DELETE', `/v2/images/${id}`, { as: 'admin' })
  expect(refused.status).toBe(409)
  const answer = await api.ask('GET', `/v2/images/${id}/file`, { as: 'admin' })
  expect(await answer.text()).toBe('the data of this image')
  await pool.rbd('rm', 'volume-of-it')
  expect((await api.ask('DELETE', `/v2/images/${id}`, { as: 'admin' })).status).toBe(204)
  expect(await pool.images()).not.toContain(id)
})

test('what Nova has put into the pool becomes an image by its location', async () => {
  const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' }, 'admin')
  await pool.rbd('create', '--size', '5B', id)
  await pool.rbd('snap', 'create', `${id}@snap`)
  await pool.rbd('snap', 'protect', `${id}@snap`)
  const added = await api.ask('PATCH', `/v2/images/${id}`, {
    as: 'admin',
    headers: { 'content-type': 'application/openstack-images-v2.1-json-patch' },
    body: JSON.stringify([{ op: 'add', path: '/locations/-', value: { url: pool.urlOf(id), metadata: {} } }]),
  })
  expect([added.status, added.status === 200 ? '' : await added.text()]).toEqual([200, ''])
  expect(await added.json()).toMatchObject({ status: 'active', size: 5 })
  const answer = await api.ask('GET', `/v2/images/${id}/file`, { as: 'admin' })
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 0, 0, 0, 0])
})

test('administrators see what the store is', async () => {
  const detail = await api.ask('GET', '/v2/info/stores/detail', { as: 'admin' })
  const { stores } = (await detail.json()) as { stores: { id: string }[] }
  expect(stores.find(({ id }) => id === 'ceph')).toMatchObject({
    ...{ type: 'rbd', default: 'true' },
    properties: { pool: pool.name, chunk_size: 8 * 1024 * 1024, thin_provisioning: false },
  })
})
