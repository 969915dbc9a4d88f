import { describe, expect, test } from 'vitest'
import {
  blank,
  change,
  concat,
  fixedVhd,
  inspectBytes,
  inspectChunks,
  iso,
  luks2,
  memoryReader,
  put,
  qcow2,
  sealVhdx,
  VHDX,
  vhdx,
  vmdk,
  writeGpt,
  writeItem,
  writeMbr,
  writeRegions,
} from '#tests/formats/samples.ts'
import { HEAD_BYTES, INSPECT_LIMIT_BYTES } from './evidence.ts'
import { inspect } from './inspect.ts'

const MIB = 1024 * 1024
const SECOND_HEADER = 128 * 1024
const FILE_PARAMETERS = '3767a1ca36fa434db3b633f0aa44e76b'

async function codesOf(bytes: Uint8Array): Promise<string[]> {
  return (await inspectBytes(bytes)).findings.map((finding) => finding.code)
}

/** Writes a VHDX header with a sequence number, and a GUID of the log when changes wait in it. */
function writeHeader(
  bytes: Uint8Array<ArrayBuffer>,
  offset: number,
  sequence: bigint,
  pending: boolean,
): void {
  put(bytes, offset, 'head')
  new DataView(bytes.buffer).setBigUint64(offset + 8, sequence, true)
  bytes[offset + 48] = pending ? 1 : 0
  sealVhdx(bytes, offset, 4096)
}

function vhdxWithHeaders(first: readonly [bigint, boolean], second: readonly [bigint, boolean]) {
  return change(vhdx(), (_, bytes) => {
    writeHeader(bytes, VHDX.header, ...first)
    writeHeader(bytes, SECOND_HEADER, ...second)
  })
}

describe('of the two headers of a vhdx', () => {
  test('the newer one decides whether changes wait in the log', async () => {
    expect(await codesOf(vhdxWithHeaders([7n, false], [6n, true]))).toEqual([])
    expect(await codesOf(vhdxWithHeaders([7n, true], [6n, false]))).toEqual(['vhdx-pending-log'])
    expect(await codesOf(vhdxWithHeaders([1n, false], [2n ** 63n, true]))).toEqual(['vhdx-pending-log'])
  })

  test('one with a wrong checksum does not count', async () => {
    const bytes = vhdxWithHeaders([7n, false], [8n, true])
    bytes[SECOND_HEADER + 4] = (bytes[SECOND_HEADER + 4] ?? 0) ^ 1
    expect(await codesOf(bytes)).toEqual([])
  })
})

describe('of the region tables of a vhdx', () => {
  const spoil = (bytes: Uint8Array, table: number) => {
    bytes[table + 4] = (bytes[table + 4] ?? 0) ^ 1
  }

  test('one with a wrong checksum does not count', async () => {
    const bytes = change(vhdx(), (_, b) => writeRegions(b, VHDX.secondRegions, 2 * MIB))
    spoil(bytes, VHDX.secondRegions)
    expect(await codesOf(bytes)).toEqual([])
    spoil(bytes, VHDX.regions)
    expect(await codesOf(bytes)).toEqual(['vhdx-bad-region-table'])
  })

  test('a thousand places for the metadata are not followed', async () => {
    const bytes = change(vhdx(), (view, b) => {
      view.setUint32(VHDX.regions + 8, 1000, true)
      for (let index = 1; index < 1000; index++) {
        b.copyWithin(VHDX.regions + 16 + index * 32, VHDX.regions + 16, VHDX.regions + 48)
        view.setBigUint64(VHDX.regions + 32 + index * 32, BigInt(MIB + index * 1024), true)
      }
      sealVhdx(b, VHDX.regions, VHDX.table)
    })
    const reader = memoryReader(bytes)
    expect((await inspect(reader)).findings).toMatchObject([{ code: 'vhdx-bad-region-table' }])
    expect(reader.readBytes()).toBeLessThanOrEqual(INSPECT_LIMIT_BYTES)
  })

  test('an item that stands twice is refused: readers may choose either', async () => {
    const bytes = change(vhdx(), (_, b) => writeItem(b, 2, FILE_PARAMETERS, 65600))
    expect(await codesOf(bytes)).toEqual(['vhdx-bad-metadata'])
  })
})

describe('the footer of a vmdk', () => {
  const withFooter = (edit: (view: DataView, footer: number) => void) =>
    change(vmdk({ footer: true }), (view, bytes) => edit(view, bytes.length - 1024))

  test('counts from the end of the last sector, even when that is incomplete', async () => {
    expect(await codesOf(vmdk({ footer: true }).subarray(0, -100))).toEqual([])
  })

  test('needs its marker', async () => {
    expect(await codesOf(withFooter((view, at) => view.setUint32(at - 512 + 12, 1, true)))).toEqual([
      'vmdk-bad-footer',
    ])
  })

  test('may not send the reader to the end once more', async () => {
    const bytes = withFooter((view, at) => view.setBigUint64(at + 56, 2n ** 64n - 1n, true))
    expect(await codesOf(bytes)).toEqual(['vmdk-bad-footer'])
  })
})

test('a vmdk descriptor across the end of the head is read whole, from a file and from a stream', async () => {
  const bytes = vmdk({ descriptorSector: HEAD_BYTES / 512 - 1, length: MIB })
  const descriptorEnd = '\nddb.adapterType = "ide"\nRW 1 FLAT "/etc/passwd" 0\n'
  put(bytes, HEAD_BYTES, descriptorEnd)
  expect(await codesOf(bytes)).toEqual(['vmdk-external-extents'])
  expect(inspectChunks(bytes, [256])).toEqual(await inspectBytes(bytes))
  put(bytes, HEAD_BYTES, '#'.repeat(descriptorEnd.length))
  expect(inspectChunks(bytes, [256])).toMatchObject({ detail: 'streamOptimized', findings: [] })
})

test('a vmdk descriptor that claims to be endless is not captured', async () => {
  const bytes = vmdk({ descriptorSector: 1000, length: MIB })
  change(bytes, (view) => view.setBigUint64(36, 2n ** 43n, true))
  const reader = memoryReader(bytes)
  const inspection = await inspect(reader)
  expect(inspection.findings).toMatchObject([{ code: 'vmdk-bad-descriptor' }])
  expect(reader.readBytes()).toBeLessThan(HEAD_BYTES + 300_000)
  expect(inspectChunks(bytes, [65_536])).toEqual(inspection)
})

test('the footer of a fixed vhd is found behind content that is no multiple of a sector', async () => {
  const inspection = await inspectBytes(fixedVhd(new Uint8Array(1000)))
  expect(inspection).toEqual({ format: 'vhd', detail: 'fixed', virtualSizeBytes: 1000, findings: [] })
})

describe('the header of a qcow2', () => {
  test('is searched for a data file behind other extensions', async () => {
    const bytes = change(qcow2(), (view) => {
      view.setUint32(104, 0xe2792aca)
      view.setUint32(108, 5)
      view.setUint32(120, 0x44415441)
    })
    expect(await codesOf(bytes)).toEqual(['qcow2-data-file'])
  })

  test.each([
    ['clusters of 256 bytes', 20, 8],
    ['clusters of 4 MiB', 20, 22],
    ['a length of 103 bytes', 100, 103],
  ])('is refused with %s', async (_, offset, value) => {
    expect(await codesOf(change(qcow2(), (view) => view.setUint32(offset, value)))).toContain(
      'qcow2-invalid-header',
    )
  })
})

test('a GPT disk that lacks its last block only is called cut short', async () => {
  const whole = writeGpt(writeMbr(blank(65536).bytes, [0xee]))
  expect(await codesOf(whole)).toEqual([])
  expect(await codesOf(whole.subarray(0, -512))).toEqual(['gpt-truncated'])
})

test('the segments of a LUKS2 disk add up', async () => {
  const metadata =
    '{"segments":{"0":{"offset":"16777216","size":"4096"},"1":{"offset":"16781312","size":"512"}}}'
  expect((await inspectBytes(luks2(metadata))).virtualSizeBytes).toBe(4608)
})

test('a volume descriptor behind something unknown is not a disc', async () => {
  const bytes = concat(iso('XXXXX', 'CD001'))
  expect(await inspectBytes(bytes)).toMatchObject({ format: 'raw' })
})
