import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { judge } from '#lib/formats/verdict.ts'
import { inspectFile, inspectFileStream } from './file-reader.ts'
import { createWorkbench, type NewDisk } from './qemu-img.ts'

/** Every case is a file that the real qemu-img makes and describes; our answer must be the same. */
const bench = createWorkbench()
afterAll(bench.remove)

const MIB = 1024 * 1024
const SECRET = ['--object', 'secret,id=key,data=abc']

const qcow2 = (options: string, size = '20M') => ({ driver: 'qcow2', options, size })

const DISKS: readonly (readonly [
  title: string,
  declared: string,
  detail: string | undefined,
  disk: NewDisk,
])[] = [
  ['raw', 'raw', undefined, { driver: 'raw' }],
  ['qcow2 version 2', 'qcow2', 'version 2', qcow2('compat=0.10')],
  ['qcow2 version 3', 'qcow2', 'version 3', qcow2('compat=1.1')],
  ['qcow2 with 2 MiB clusters', 'qcow2', 'version 3', qcow2('cluster_size=2M')],
  ['qcow2 with 512-byte clusters', 'qcow2', 'version 3', qcow2('cluster_size=512')],
  ['qcow2 with extended L2', 'qcow2', 'version 3, extended L2 entries', qcow2('extended_l2=on')],
  ['qcow2 compressed with zstd', 'qcow2', 'version 3', qcow2('compression_type=zstd')],
  ['qcow2 with lazy reference counts', 'qcow2', 'version 3', qcow2('lazy_refcounts=on')],
  ['qcow2 of 4 TiB', 'qcow2', 'version 3', qcow2('compat=1.1', '4T')],
  ['qcow2 of zero bytes', 'qcow2', 'version 3', qcow2('compat=1.1', '0')],
  ['vmdk sparse', 'vmdk', 'monolithicSparse', { driver: 'vmdk', options: 'subformat=monolithicSparse' }],
  ['vmdk stream', 'vmdk', 'streamOptimized', { driver: 'vmdk', options: 'subformat=streamOptimized' }],
  ['vhd dynamic', 'vhd', 'dynamic', { driver: 'vpc', options: 'subformat=dynamic' }],
  ['vhd fixed', 'vhd', 'fixed', { driver: 'vpc', options: 'subformat=fixed' }],
  ['vhd of an exact size', 'vhd', 'dynamic', { driver: 'vpc', options: 'force_size=on', size: '5M' }],
  ['vhdx dynamic', 'vhdx', undefined, { driver: 'vhdx' }],
  ['vhdx fixed', 'vhdx', undefined, { driver: 'vhdx', options: 'subformat=fixed' }],
  ['vdi dynamic', 'vdi', 'dynamic', { driver: 'vdi' }],
  ['vdi static', 'vdi', 'static', { driver: 'vdi', options: 'static=on' }],
  ['parallels', 'ploop', 'version 2', { driver: 'parallels' }],
  ['luks', 'luks', 'version 1', { driver: 'luks', options: 'key-secret=key,iter-time=10', extra: SECRET }],
  [
    'qcow2 encrypted with LUKS',
    'qcow2',
    'version 3',
    {
      driver: 'qcow2',
      options: 'encrypt.format=luks,encrypt.key-secret=key,encrypt.iter-time=10',
      extra: SECRET,
    },
  ],
]

describe('a file made by qemu-img', () => {
  test.each(DISKS)(
    '(%s) is recognised with the virtual size that qemu-img reports, and accepted',
    async (title, declared, detail, disk) => {
      const path = bench.create(title.replaceAll(' ', '-'), disk)
      const inspection = await inspectFile(path)
      expect(inspection.format).toBe(declared)
      expect(inspection.detail).toBe(detail)
      expect(inspection.virtualSizeBytes).toBe(bench.virtualSize(path, disk.driver))
      expect(inspection.findings.filter((finding) => finding.severity === 'danger')).toEqual([])
      const input = { containerFormat: 'bare', inspection, sizeBytes: 7 }
      expect(judge({ ...input, diskFormat: declared })).toMatchObject({ ok: true })
      expect(judge({ ...input, diskFormat: 'raw' })).toEqual({ ok: true, virtualSizeBytes: 7 })
      expect(await inspectFileStream(path, 65_521)).toEqual(inspection)
    },
  )

  test.each([
    ['qcow2', 'compat=1.1', 'qcow2'],
    ['vmdk', 'subformat=streamOptimized', 'vmdk'],
    ['vpc', 'subformat=fixed', 'vhd'],
    ['vhdx', 'subformat=dynamic', 'vhdx'],
    ['vdi', 'static=off', 'vdi'],
  ])('full of data as %s (%s) is recognised without findings', async (driver, options, format) => {
    const noise = Uint8Array.from({ length: 3 * MIB }, (_, i) => (i * 2654435761) >>> 13)
    writeFileSync(bench.path('noise.raw'), noise)
    const file = `noise.${driver}`
    bench.qemuImg('convert', '-f', 'raw', '-O', driver, '-o', options, 'noise.raw', file)
    const virtualSizeBytes = bench.virtualSize(file, driver)
    expect(await inspectFile(bench.path(file))).toMatchObject({ format, virtualSizeBytes, findings: [] })
  })

  test('with an internal snapshot is accepted, with a warning', async () => {
    const path = bench.create('snapshot.qcow2', qcow2('compat=1.1'))
    bench.qemuImg('snapshot', '-c', 'before', 'snapshot.qcow2')
    const inspection = await inspectFile(path)
    expect(inspection.findings).toMatchObject([{ code: 'qcow2-snapshots', severity: 'warning' }])
  })
})
