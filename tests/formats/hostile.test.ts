import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from '#lib/formats/verdict.ts'
import { inspectFile, inspectFileStream } from './file-reader.ts'
import { createWorkbench } from './qemu-img.ts'

/** Files that make the real qemu-img look at another file, `secret.txt`, or that only hold a part of a disk. */
const bench = createWorkbench()
beforeAll(() => writeFileSync(bench.path('secret.txt'), 'x'.repeat(4096)))
afterAll(bench.remove)

describe('a dangerous file made by qemu-img', () => {
  test.each([
    {
      title: 'qcow2 with a backing file',
      args: ['-f', 'qcow2', '-b', 'secret.txt', '-F', 'raw', 'a.qcow2'],
      code: 'qcow2-backing-file',
    },
    {
      title: 'qcow2 version 2 with a backing file',
      args: ['-f', 'qcow2', '-o', 'compat=0.10', '-b', 'secret.txt', '-F', 'raw', 'b.qcow2'],
      code: 'qcow2-backing-file',
    },
    {
      title: 'qcow2 with its data elsewhere',
      args: ['-f', 'qcow2', '-o', 'data_file=data.raw', 'c.qcow2', '1M'],
      code: 'qcow2-data-file',
    },
    {
      title: 'qcow2 with raw data elsewhere',
      args: ['-f', 'qcow2', '-o', 'data_file=data.raw,data_file_raw=on', 'd.qcow2', '1M'],
      code: 'qcow2-data-file',
    },
    {
      title: 'vmdk with a flat extent',
      args: ['-f', 'vmdk', '-o', 'subformat=monolithicFlat', 'e.vmdk', '1M'],
      code: 'vmdk-external-extents',
    },
    {
      title: 'vmdk split into sparse extents',
      args: ['-f', 'vmdk', '-o', 'subformat=twoGbMaxExtentSparse', 'f.vmdk', '1M'],
      code: 'vmdk-external-extents',
    },
    {
      title: 'vmdk split into flat extents',
      args: ['-f', 'vmdk', '-o', 'subformat=twoGbMaxExtentFlat', 'g.vmdk', '1M'],
      code: 'vmdk-external-extents',
    },
    { title: 'qed', args: ['-f', 'qed', 'h.qed', '1M'], code: 'qed-banned' },
    { title: 'qcow version 1', args: ['-f', 'qcow', 'i.qcow', '1M'], code: 'qcow2-unknown-version' },
  ])('$title is refused whatever is declared', async ({ args, code }) => {
    bench.qemuImg('create', '-q', ...args)
    const file = args.find((argument) => /^[a-i]\./.test(argument)) ?? ''
    const inspection = await inspectFile(bench.path(file))
    expect(inspection.findings).toContainEqual(expect.objectContaining({ code, severity: 'danger' }))
    for (const diskFormat of ['raw', 'qcow2', 'vmdk', 'ami', null]) {
      expect(judge({ diskFormat, containerFormat: 'bare', inspection, sizeBytes: 1 }).ok).toBe(false)
    }
    expect(await inspectFileStream(bench.path(file), 1000)).toEqual(inspection)
  })

  test('vmdk with a parent is refused', async () => {
    bench.qemuImg('create', '-q', '-f', 'vmdk', 'parent.vmdk', '1M')
    bench.qemuImg('create', '-q', '-f', 'vmdk', '-b', 'parent.vmdk', '-F', 'vmdk', 'child.vmdk')
    const inspection = await inspectFile(bench.path('child.vmdk'))
    expect(inspection.findings).toContainEqual(
      expect.objectContaining({ code: 'vmdk-parent', severity: 'danger' }),
    )
  })

  test('a piece of a split vmdk is refused', async () => {
    bench.qemuImg('create', '-q', '-f', 'vmdk', '-o', 'subformat=twoGbMaxExtentSparse', 'split.vmdk', '1M')
    const inspection = await inspectFile(bench.path('split-s001.vmdk'))
    expect(inspection.findings).toContainEqual(expect.objectContaining({ code: 'vmdk-no-descriptor' }))
  })

  test('a qcow2 header of 104 bytes that qemu-img opens with its backing file is refused', async () => {
    const header = new DataView(new ArrayBuffer(130))
    header.setUint32(0, 0x514649fb)
    header.setUint32(4, 2)
    header.setBigUint64(8, 104n)
    header.setUint32(16, 10)
    header.setUint32(20, 9)
    header.setBigUint64(24, 512n)
    header.setBigUint64(40, 512n)
    header.setUint32(36, 1)
    header.setBigUint64(48, 512n)
    header.setUint32(56, 1)
    const bytes = new Uint8Array(header.buffer)
    bytes.set(new TextEncoder().encode('secret.txt'), 104)
    writeFileSync(bench.path('tiny.qcow2'), bytes)
    const info: { 'backing-filename': string } = JSON.parse(
      bench.qemuImg('info', '--output=json', 'tiny.qcow2'),
    )
    expect(info['backing-filename']).toBe('secret.txt')
    const inspection = await inspectFile(bench.path('tiny.qcow2'))
    expect(inspection.findings).toContainEqual(expect.objectContaining({ code: 'qcow2-backing-file' }))
  })

  test.each([
    {
      title: 'padded with NUL',
      text: 'version=1\nCID=1\nparentCID=ffffffff\ncreateType="monolithicFlat"\nRW 8 FLAT "secret.txt" 0\n',
      tail: '\0'.repeat(500),
    },
    {
      title: 'with text that is not ASCII',
      text: '# Größe\n# \xe9\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType="monolithicFlat"\nRW 8 FLAT "secret.txt" 0\n',
      tail: '',
    },
    {
      title: 'behind comments and blank lines',
      text: '#a\r\n  \r\n \nversion=3\nCID=1\nparentCID=ffffffff\ncreateType="monolithicFlat"\nRW 8 FLAT "secret.txt" 0\n',
      tail: '',
    },
  ])('a vmdk descriptor $title whose extents qemu-img opens is refused', async ({ title, text, tail }) => {
    const file = `${title.replaceAll(' ', '-')}.txt`
    writeFileSync(bench.path(file), text + tail, 'latin1')
    const info: { format: string; 'virtual-size': number } = JSON.parse(
      bench.qemuImg('info', '--output=json', file),
    )
    expect(info).toMatchObject({ format: 'vmdk', 'virtual-size': 4096 })
    const inspection = await inspectFile(bench.path(file))
    expect(inspection).toMatchObject({
      format: 'vmdk',
      findings: [{ code: 'vmdk-external-extents', severity: 'danger' }],
    })
  })

  test('an embedded descriptor that qemu-img takes for a text descriptor is refused', async () => {
    const path = bench.create('hidden.vmdk', {
      driver: 'vmdk',
      options: 'subformat=monolithicSparse',
      size: '1M',
    })
    const bytes = new Uint8Array(4096)
    new DataView(bytes.buffer).setUint32(0, 0x4b444d56)
    new DataView(bytes.buffer).setUint32(4, 1, true)
    new DataView(bytes.buffer).setBigUint64(28, 1n, true)
    new DataView(bytes.buffer).setBigUint64(36, 2n, true)
    bytes.set(
      new TextEncoder().encode(
        'version=1\nCID=1\nparentCID=ffffffff\ncreateType="monolithicFlat"\nRW 8 FLAT "secret.txt" 0\n',
      ),
      512,
    )
    writeFileSync(path, bytes)
    expect(bench.virtualSize('hidden.vmdk', 'vmdk')).toBe(4096)
    const inspection = await inspectFile(path)
    expect(inspection.findings).toContainEqual(
      expect.objectContaining({ code: 'vmdk-external-extents', severity: 'danger' }),
    )
  })
})
