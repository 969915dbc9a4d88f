import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ask, type Cloud, type Person, signedIn } from '#tests/e2e/support/cloud.ts'
import { startFileServer } from '#tests/support/file-server.ts'
import { type RunningServer, startServer } from '#tests/support/server.ts'
import { sampleQcow2 } from './sample-disks.ts'
import { fillProject } from './sample-images.ts'

const STORES = `
default: fast
stores:
  - { id: fast, type: file, folder: fast, weight: 5, cached: true, description: Flash in the first room }
  - { id: archive, type: file, folder: archive, description: Disks in the cellar }
`
const GIB = 1024 ** 3
export const FAMILY = 'debian-13-server'
const OTHER_LIMITS = { image_stage_total: 2 * GIB, image_count_uploading: 5 }

/** A site where every page has something to show. */
export interface SampleSite {
  readonly server: RunningServer
  /** Where a disk image can be imported from. */
  readonly imageAddress: string
  close(): Promise<void>
}

export async function startSite(): Promise<SampleSite> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-pictures-'))
  await writeFile(join(folder, 'stores.yaml'), STORES)
  const mirror = await startFileServer()
  mirror.files.set('/debian-13-genericcloud-amd64.qcow2', { bytes: sampleQcow2(20, 3) })
  const server = await startServer({
    dataDir: join(folder, 'data'),
    env: {
      VITRINE_STORES_FILE: join(folder, 'stores.yaml'),
      VITRINE_CACHE_DIR: join(folder, 'copies'),
      VITRINE_DELAYED_DELETE: 'true',
      VITRINE_USE_KEYSTONE_LIMITS: 'true',
      VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8',
      VITRINE_URL_ALLOWED_PORTS: '*',
    },
  })
  return {
    server,
    imageAddress: `${mirror.url}/debian-13-genericcloud-amd64.qcow2`,
    async close() {
      await server.stop()
      await mirror.close()
    },
  }
}

/** @returns the id of the image whose page is worth showing */
export async function fillSite({ server, imageAddress }: SampleSite, cloud: Cloud): Promise<string> {
  const { admin } = cloud
  const friend = await cloud.newProject('web-frontend')
  await cloud.setLimits(admin.projectId, { image_size_total: GIB, image_count_total: 25, ...OTHER_LIMITS })
  await cloud.setLimits(friend.id, { image_size_total: 10 * GIB, image_count_total: 10, ...OTHER_LIMITS })
  const imageId = await fillProject(admin, [friend.id])
  const ask = await signedIn(server.url, {
    name: admin.name,
    password: admin.password,
    project: { id: admin.projectId },
  })
  await fillOtherProject(cloud)
  await fillFamily(admin, imageId)
  await admin.remove((await admin.createActive({ name: 'debian-12-genericcloud-amd64' }, 4096)).id)
  await runTasks(ask, imageId, imageAddress)
  await ask('PUT', `/v2/cache/${imageId}`)
  await ask('POST', '/v2/vitrine/webhooks', {
    name: 'Inventory',
    url: 'https://inventory.example.invalid/images',
    secret: 'a secret only of these pictures, 0123456789',
    types: ['image.create', 'image.delete', 'image.share.offer'],
  })
  return imageId
}

/** Versions before the image of the pictures, the oldest of them deprecated. */
async function fillFamily(admin: Person, latestId: string): Promise<void> {
  const versions = [
    ['2026-09', { image_deprecated_at: '2026-10-31', image_replaced_by: latestId }],
    ['2026-10', {}],
  ] as const
  for (const [version, more] of versions) {
    const { id } = await admin.createImage({
      name: `${FAMILY}-${version}`,
      disk_format: 'qcow2',
      image_family: FAMILY,
      image_version: version,
      ...more,
    })
    await admin.upload(id, sampleQcow2(3, 2))
  }
  const { id } = await admin.createImage({
    name: `${FAMILY}-2026-11`,
    disk_format: 'qcow2',
    image_family: FAMILY,
    image_version: '2026-11',
  })
  await admin.upload(id, sampleQcow2(3, 2))
}

/** What waits in the inbox of the pictures' project. */
async function fillOtherProject(cloud: Cloud): Promise<void> {
  const giver = await cloud.newPerson()
  await cloud.setLimits(giver.projectId, { image_size_total: GIB, image_count_total: 20, ...OTHER_LIMITS })
  for (const name of ['jupyterhub-2026-11', 'postgres-18-replica']) {
    const { id } = await giver.createImage({ name, disk_format: 'qcow2', visibility: 'shared' })
    await giver.upload(id, sampleQcow2(10, 2))
    await giver.addMember(id, cloud.admin.projectId)
  }
}

/** One that copies, one that fetches, one that fails; none is waited for. */
async function runTasks(ask: Ask, imageId: string, imageAddress: string): Promise<void> {
  await importInto(ask, imageId, { method: { name: 'copy-image' }, stores: ['archive'] })
  for (const [name, uri] of [
    ['debian-13-from-mirror', imageAddress],
    ['debian-14-from-mirror', imageAddress.replace('13', '14')],
  ] as const) {
    const description = { name, disk_format: 'qcow2', container_format: 'bare' }
    const { id } = (await (await ask('POST', '/v2/images', description)).json()) as { id: string }
    await importInto(ask, id, { method: { name: 'web-download', uri } })
  }
}

async function importInto(ask: Ask, imageId: string, request: unknown): Promise<void> {
  await ask('POST', `/v2/images/${imageId}/import`, request)
}
