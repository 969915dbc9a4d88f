import { describe, expect, test } from 'vitest'
import {
  blank,
  change,
  concat,
  dynamicVhd,
  fatVolume,
  fixedVhd,
  inspectBytes,
  iso,
  LUKS2_SEGMENT,
  linuxKernel,
  luks2,
  memoryReader,
  ntfsVolume,
  put,
  qcow2,
  vdi,
  vhdx,
  vmdk,
  writeGpt,
  writeMbr,
} from '#tests/formats/samples.ts'
import { createBlobReader } from './blob-reader.ts'
import { INSPECT_LIMIT_BYTES } from './evidence.ts'
import { inspect } from './inspect.ts'

const MIB = 1024 * 1024

function disk(length = 64 * 1024): Uint8Array<ArrayBuffer> {
  return blank(length).bytes
}

/** An ISO that also starts on a stick: a partition table in its unused first sectors. */
function hybridIso(): Uint8Array {
  return writeGpt(writeMbr(iso('CD001'), [0xee]))
}

function text(start: string): Uint8Array {
  const bytes = disk()
  put(bytes, 0, start)
  return bytes
}

describe('an honest file is recognised', () => {
  test.each([
    ['nothing at all', new Uint8Array(0), 'raw', undefined, 0],
    ['a single byte', new Uint8Array(1), 'raw', undefined, 1],
    ['zeros', disk(), 'raw', undefined, 65536],
    ['qcow2 version 2', qcow2(2), 'qcow2', 'version 2', 10 * MIB],
    ['qcow2 version 3', qcow2(3), 'qcow2', 'version 3', 10 * MIB],
    ['vmdk with a footer', vmdk({ footer: true }), 'vmdk', 'streamOptimized', MIB],
    [
      'vmdk with its descriptor far inside',
      vmdk({ descriptorSector: 2000, length: 2 * MIB }),
      'vmdk',
      'streamOptimized',
      MIB,
    ],
    ['vhd dynamic', dynamicVhd(), 'vhd', 'dynamic', MIB],
    ['vhd fixed', fixedVhd(disk()), 'vhd', 'fixed', 65536],
    ['vhd fixed around a partitioned disk', fixedVhd(writeMbr(disk(), [0x83])), 'vhd', 'fixed', 65536],
    ['vhd fixed around an ISO', fixedVhd(hybridIso()), 'vhd', 'fixed', 65536],
    ['vhd fixed with a footer of 511 bytes', fixedVhd(disk()).subarray(0, -1), 'vhd', 'fixed', 65536],
    ['vhdx', vhdx(), 'vhdx', undefined, 1024 * MIB],
    ['vdi', vdi(), 'vdi', 'dynamic', 8 * MIB],
    ['ISO 9660', iso('CD001'), 'iso', 'ISO 9660', 65536],
    ['UDF alone', iso('BEA01', 'NSR02', 'TEA01'), 'iso', 'UDF', 65536],
    ['ISO 9660 with UDF', iso('CD001', 'CD001', 'BEA01', 'NSR03', 'TEA01'), 'iso', 'ISO 9660 and UDF', 65536],
    ['a hybrid ISO', hybridIso(), 'iso', 'ISO 9660', 65536],
    ['an MBR', writeMbr(disk(), [0x83, 0x82]), 'gpt', 'MBR, 2 partitions', 65536],
    ['an empty partition table', writeMbr(disk(), []), 'gpt', 'MBR without partitions', 65536],
    ['a GPT', writeGpt(writeMbr(disk(), [0xee])), 'gpt', 'GPT', 65536],
    ['a GPT without protective MBR', writeGpt(disk()), 'gpt', 'GPT', 65536],
    ['a GPT on 4 KiB blocks', writeGpt(writeMbr(disk(), [0xee]), 4096), 'gpt', 'GPT', 65536],
    ['a hybrid MBR', writeGpt(writeMbr(disk(), [0xee, 0x0c])), 'gpt', 'GPT with hybrid MBR', 65536],
    ['a FAT boot floppy', fatVolume(), 'raw', 'FAT volume', 65536],
    ['an NTFS volume', ntfsVolume(), 'raw', 'NTFS volume', 65536],
    ['a Linux kernel', linuxKernel(), 'raw', 'Linux kernel', 65536],
    ['LUKS2', luks2(LUKS2_SEGMENT), 'luks', 'version 2', 4 * MIB],
    ['ploop version 1', text('WithoutFreeSpace'), 'ploop', 'version 1', 0],
  ])('%s', async (...row) => {
    const [, bytes, format, detail, virtualSizeBytes] = row
    expect(await inspectBytes(bytes)).toEqual({
      format,
      virtualSizeBytes,
      findings: [],
      ...(detail ? { detail } : {}),
    })
  })

  test.each([
    ['gzip', [0x1f, 0x8b, 0x08, 0]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
    ['zip', [0x50, 0x4b, 3, 4]],
    ['zip', [0x50, 0x4b, 5, 6]],
  ])('%s, with a warning that nothing unpacks it', async (format, bytes) => {
    expect(await inspectBytes(Uint8Array.from(bytes))).toMatchObject({
      format,
      virtualSizeBytes: null,
      findings: [{ code: 'compressed-content', severity: 'warning' }],
    })
  })

  test('a boot signature over entries that are no partitions is not a partition table', async () => {
    const bytes = writeMbr(disk(), [])
    bytes.fill(0x41, 446, 510)
    expect(await inspectBytes(bytes)).toMatchObject({ format: 'raw' })
  })

  test('LUKS2 with a segment of its own length has that size', async () => {
    const metadata = '{"segments":{"0":{"offset":"16777216","size":"4096"}}}'
    expect((await inspectBytes(luks2(metadata))).virtualSizeBytes).toBe(4096)
  })
})

describe('a damaged but harmless file gets a warning', () => {
  const truncatedGpt = writeGpt(writeMbr(disk(), [0xee])).subarray(0, 4096)
  const damagedGpt = writeGpt(disk())
  damagedGpt[560] = 1
  const corrupt = change(qcow2(), (view) => view.setBigUint64(72, 3n))
  const encrypted = change(qcow2(), (view) => view.setUint32(32, 2))
  const withoutTables = change(qcow2(), (view) => {
    view.setUint32(36, 1)
    view.setBigUint64(40, 2n ** 62n)
  })

  test.each([
    ['a disk that is shorter than its GPT says', truncatedGpt, ['gpt-truncated']],
    ['a GPT with a wrong checksum', damagedGpt, ['gpt-damaged']],
    ['a protective MBR without a GPT', writeMbr(disk(), [0xee]), ['gpt-damaged']],
    ['an ISO that is cut short', iso('CD001').subarray(0, 36000), ['iso-truncated']],
    ['a fixed VHD whose front is missing', fixedVhd(disk()).subarray(4096), ['vhd-truncated']],
    ['a dynamic VHD that is cut short', dynamicVhd().subarray(0, 3000), ['vhd-truncated']],
    ['a VDI that is cut short', vdi().subarray(0, 1000), ['vdi-truncated']],
    ['a qcow2 that is corrupt and dirty', corrupt, ['qcow2-corrupt', 'qcow2-dirty']],
    ['a qcow2 that is encrypted', encrypted, ['qcow2-encrypted']],
    ['a qcow2 whose tables lie behind its end', withoutTables, ['qcow2-truncated']],
    ['LUKS2 with nonsense instead of metadata', luks2('{"segments":'), ['luks-unknown-size']],
    ['LUKS2 shorter than its payload offset', luks2(LUKS2_SEGMENT, 8 * MIB), ['luks-unknown-size']],
  ])('%s', async (_, bytes, codes) => {
    const { findings } = await inspectBytes(bytes)
    expect(findings.map((finding) => [finding.code, finding.severity])).toEqual(
      codes.map((code) => [code, 'warning']),
    )
  })
})

test('reads less than a MiB of a large file, whose blob is read in slices', async () => {
  const reader = memoryReader(concat(vhdx(), disk(8 * MIB)))
  const inspection = await inspect(reader)
  expect(reader.readBytes()).toBeLessThanOrEqual(INSPECT_LIMIT_BYTES)
  expect(INSPECT_LIMIT_BYTES).toBeLessThan(MIB)
  expect(await inspect(createBlobReader(new Blob([vhdx(), disk(8 * MIB)])))).toEqual(inspection)
})

test('rejects when the reader cannot read', async () => {
  const reader = { sizeBytes: 10, read: () => Promise.reject(new Error('unplugged')) }
  await expect(inspect(reader)).rejects.toThrow('unplugged')
})
