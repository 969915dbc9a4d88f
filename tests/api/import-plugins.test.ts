import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorkbench, type Workbench } from '#tests/formats/qemu-img.ts'
import { openingSqlite } from '#tests/support/database.ts'
import {
  type ImportWorld,
  openImportWorld,
  type RemoteFiles,
  serveRemoteFiles,
  WAIT,
} from './import-world.ts'

const open = openingSqlite()
const MARK = 'the disk'
const MARK_AT = 1_234_567
const DISK_BYTES = 3 * 1024 * 1024
let bench: Workbench
let world: ImportWorld
let remote: RemoteFiles

/** A qcow2 disk that can be recognised, as gzip. */
function packedDisk(): Buffer {
  const disk = Buffer.alloc(DISK_BYTES)
  disk.write(MARK, MARK_AT)
  writeFileSync(bench.path('disk.raw'), disk)
  bench.qemuImg('convert', '-f', 'raw', '-O', 'qcow2', 'disk.raw', 'disk.qcow2')
  return gzipSync(readFileSync(bench.path('disk.qcow2')))
}

beforeAll(async () => {
  bench = createWorkbench()
  remote = await serveRemoteFiles(packedDisk())
  world = await openImportWorld(open, {
    VITRINE_IMPORT_PLUGINS: 'image_decompression,image_conversion,inject_image_metadata',
    VITRINE_IMPORT_METADATA: 'brought_by:import',
  })
})
afterAll(async () => {
  await world.close()
  await remote.close()
  bench.remove()
})

const begin = async (diskFormat: string) => {
  const { id } = await world.createImage({ disk_format: diskFormat, container_format: 'bare' })
  const method = { name: 'web-download', uri: `${remote.url}/disk.qcow2.gz` }
  expect((await world.startImport(id, { method })).status).toBe(202)
  return { id, task: await world.ended(id) }
}

it('a packed qcow2 disk from the web becomes a raw image, marked as the site wants', async () => {
  const { id, task } = await begin('qcow2')
  expect(task).toMatchObject({ status: 'success', message: 'Copied 3 MiB' })
  expect(await world.show(id)).toMatchObject({
    ...{ status: 'active', disk_format: 'raw', container_format: 'bare' },
    ...{ size: DISK_BYTES, virtual_size: DISK_BYTES, brought_by: 'import' },
  })
  const data = Buffer.from(await (await world.ask('GET', `/v2/images/${id}/file`)).arrayBuffer())
  expect(data.length).toBe(DISK_BYTES)
  expect(data.subarray(MARK_AT, MARK_AT + MARK.length).toString()).toBe(MARK)
  await expect.poll(() => world.filesIn('import', 'images'), WAIT).not.toContain(id)
})

it('a packed disk that is not what it is said to be leaves the image as it was', async () => {
  const { id, task } = await begin('vmdk')
  expect(task).toMatchObject({ status: 'failure', message: expect.stringContaining('qcow2') })
  const image = await world.show(id)
  expect(image).toMatchObject({ status: 'queued', disk_format: 'vmdk', size: null })
  expect(image).not.toHaveProperty('brought_by')
  expect(await world.filesIn('import', 'images')).not.toContain(id)
})
