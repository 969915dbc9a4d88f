import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { runAdopt } from '#lib/cli/adopt.ts'
import { openDatabase } from '#lib/db/database.ts'
import { createS3Bucket } from '#lib/stores/s3/s3-bucket.ts'
import { createS3Client } from '#lib/stores/s3/s3-client.ts'
import { createSwiftClient } from '#lib/stores/swift/swift-client.ts'
import { listObjects } from '#lib/stores/swift/swift-container.ts'
import { type GlanceService, startGlance } from '#tests/interop/glance-service.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { type CephPool, cephCluster } from './ceph-cluster.ts'
import { s3Options } from './s3-world.ts'
import { swiftOptions } from './swift-world.ts'

const KIB = 1024
/** Glance cuts what is larger, and Swift keeps the pieces by a manifest of the old kind. */
const SWIFT_PIECE_MB = 1

/** Each image's data can be told from the others'. */
const dataOf = (store: string, length: number): string => store.repeat(length).slice(0, length)
const IMAGES = [
  { store: 'bucket', id: randomUUID(), data: dataOf('in S3. ', 300 * KIB) },
  { store: 'container', id: randomUUID(), data: dataOf('in Swift. ', 2500 * KIB) },
  { store: 'pool', id: randomUUID(), data: dataOf('in Ceph. ', 300 * KIB + 7) },
] as const
const LOST = { store: 'pool', id: randomUUID(), data: 'lost' } as const

/** The three stores, as each of the two services spells them. */
function storesOf(pool: CephPool, name: string) {
  const servers = inject('storeServers')
  const { rbd_store_ceph_conf: conf } = pool.settings
  const glance = {
    bucket: {
      type: 's3',
      lines: [
        `s3_store_host = ${servers.SWIFT_S3_ENDPOINT}`,
        `s3_store_access_key = ${servers.SWIFT_S3_ACCESS_KEY}`,
        `s3_store_secret_key = ${servers.SWIFT_S3_SECRET_KEY}`,
        's3_store_region_name = us-east-1\ns3_store_bucket_url_format = path',
        `s3_store_bucket = ${name}-s3\ns3_store_create_bucket_on_put = True`,
      ],
    },
    container: {
      type: 'swift',
      lines: [
        `swift_store_auth_version = 1\nswift_store_auth_address = ${servers.SWIFT_AUTH_URL}`,
        `swift_store_user = ${servers.SWIFT_USER}\nswift_store_key = ${servers.SWIFT_KEY}`,
        `swift_store_container = ${name}\nswift_store_create_container_on_put = True`,
        `swift_store_large_object_size = ${SWIFT_PIECE_MB}`,
        `swift_store_large_object_chunk_size = ${SWIFT_PIECE_MB}`,
      ],
    },
    pool: {
      type: 'rbd',
      lines: [`rbd_store_pool = ${pool.name}\nrbd_store_user = admin\nrbd_store_ceph_conf = ${conf}`],
    },
  }
  const s3 = { type: 's3', bucket: `${name}-s3`, secret_key: servers.SWIFT_S3_SECRET_KEY }
  const ours = [
    { id: 'bucket', ...s3, endpoint: servers.SWIFT_S3_ENDPOINT, access_key: servers.SWIFT_S3_ACCESS_KEY },
    // Nobody listens there.
    { id: 'away', ...s3, endpoint: 'http://127.0.0.1:1', access_key: 'nobody', attempts: 1 },
    {
      ...{ id: 'container', type: 'swift', auth_version: 1, auth_url: servers.SWIFT_AUTH_URL },
      ...{ user: servers.SWIFT_USER, key: servers.SWIFT_KEY, container: name },
    },
    { id: 'pool', type: 'rbd', ...pool.settings },
  ]
  return { glance, ours }
}

describe('a Glance of Debian whose images lie in S3, Swift and Ceph', () => {
  const name = `adopted-${randomUUID()}`
  let folder: string
  let pool: CephPool
  let glance: GlanceService
  let api: TestApi
  const adopt = (...args: string[]) => runAdopt(api.runtime.config, [glance.confPath, ...args])

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-adopt-remote-'))
    pool = await cephCluster('CEPH').makePool()
    const stores = storesOf(pool, name)
    glance = await startGlance((own) => `sqlite:///${join(own, 'glance.db')}`, {
      ...{ stores: stores.glance, hasDefinitions: false },
    })
    for (const { id, store, data } of [...IMAGES, LOST]) {
      const body = { id, name: store, disk_format: 'raw', container_format: 'bare' }
      await glance.ask('POST', '/v2/images', { project: 'red', body })
      const headers = { 'X-Image-Meta-Store': store }
      await glance.ask('PUT', `/v2/images/${id}/file`, { project: 'red', body: data, headers })
    }
    await pool.rbd('snap', 'unprotect', `${LOST.id}@snap`)
    await pool.rbd('snap', 'purge', LOST.id)
    await pool.rbd('rm', LOST.id)
    await writeFile(join(folder, 'stores.yaml'), JSON.stringify({ default: 'bucket', stores: stores.ours }))
    const url = `sqlite:${join(folder, 'vitrine.db')}`
    api = await openApi(async () => openDatabase(url), {
      ...{ VITRINE_DATABASE_URL: url, VITRINE_STORES_FILE: join(folder, 'stores.yaml') },
    })
  }, 180_000)
  afterAll(async () => {
    await api?.close()
    await glance?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('shows in a dry run which data is not there, and which store does not answer', async () => {
    const report = await adopt('--dry-run', '--map', 'bucket=away')
    expect(report).toContain('image taken: 2')
    expect(report).toContain(`image refused: no data: 1\n    ${LOST.id} (pool)`)
    expect(report).toContain(`image refused: store away does not answer: 1\n    ${IMAGES[0].id} (bucket)`)
    expect((await api.ask('GET', `/v2/images/${IMAGES[1].id}`, { as: 'admin' })).status).toBe(404)
  })

  test('gives them to Vitrine where they lie: the same bytes, whole and in part, and no credentials', async () => {
    expect(await adopt()).toContain(`image taken: ${IMAGES.length}`)
    for (const { id, store, data } of IMAGES) {
      const ask = (headers = {}) => api.ask('GET', `/v2/images/${id}/file`, { as: 'admin', headers })
      expect(await (await ask()).text(), store).toBe(data)
      const part = await ask({ Range: 'bytes=250000-299999' })
      expect([part.status, await part.text()]).toEqual([206, data.slice(250_000, 300_000)])
      const shown = await (await api.ask('GET', `/v2/images/${id}`, { as: 'admin' })).json()
      expect(shown).toMatchObject({ stores: store, size: data.length, status: 'active' })

      expect(await locationsOf(id)).not.toContain('@')
    }
    expect(await adopt()).toContain(`image unchanged: ${IMAGES.length}`)
  })

  async function locationsOf(id: string): Promise<string> {
    const { locations } = await api.runtime.images.get(
      { projectId: null, roles: ['admin'], userId: null, requestId: 'test' } as never,
      id,
    )
    return locations.map(({ url }) => url).join()
  }

  test('and their data goes with them when they are deleted there, pieces too', async () => {
    for (const { id } of IMAGES) {
      expect((await api.ask('DELETE', `/v2/images/${id}`, { as: 'admin' })).status).toBe(204)
    }
    expect(await pool.images()).toEqual([])
    expect(await listObjects(createSwiftClient(swiftOptions(name)), { container: name }, '')).toEqual([])
    const bucket = createS3Bucket('bucket', createS3Client(s3Options(`${name}-s3`)))
    expect(await bucket.list('')).toEqual([])
    expect(await adopt()).toContain(`image kept: deleted here since: ${IMAGES.length}`)
  })
})
