import { checksumWithout, crc32, crc32c } from '#lib/formats/checksum.ts'
import { inspect } from '#lib/formats/inspect.ts'
import { createStreamInspector } from '#lib/formats/stream.ts'
import type { ByteReader, Inspection } from '#lib/formats/types.ts'

/** Headers written by hand, field by field, for what no tool at hand makes. All of them are honest and complete. */

const SECTOR = 512
const KIB = 1024
const MIB = 1024 * KIB

/** A buffer with a view, because every header below is written through one. */
export function blank(length: number): { bytes: Uint8Array<ArrayBuffer>; view: DataView<ArrayBuffer> } {
  const bytes = new Uint8Array(length)
  return { bytes, view: new DataView(bytes.buffer) }
}

/** The bytes, after an edit. */
export function change(
  bytes: Uint8Array<ArrayBuffer>,
  edit: (view: DataView, bytes: Uint8Array<ArrayBuffer>) => void,
): Uint8Array<ArrayBuffer> {
  edit(new DataView(bytes.buffer), bytes)
  return bytes
}

export function put(bytes: Uint8Array, offset: number, text: string): void {
  for (let index = 0; index < text.length; index++) bytes[offset + index] = text.charCodeAt(index) & 0xff
}

/** Reads from memory and counts what is asked for. */
export function memoryReader(bytes: Uint8Array): ByteReader & { readonly readBytes: () => number } {
  let readBytes = 0
  return {
    sizeBytes: bytes.length,
    readBytes: () => readBytes,
    read: async (offset, length) => {
      readBytes += length
      return bytes.slice(offset, offset + length)
    },
  }
}

export function inspectBytes(bytes: Uint8Array): Promise<Inspection> {
  return inspect(memoryReader(bytes))
}

/** Pushes the bytes in chunks whose lengths repeat. */
export function inspectChunks(bytes: Uint8Array, chunkBytes: readonly number[]): Inspection {
  const inspector = createStreamInspector()
  for (let position = 0, turn = 0; position < bytes.length; turn++) {
    const length = Math.max(1, chunkBytes[turn % chunkBytes.length] ?? 1)
    inspector.push(bytes.subarray(position, position + length))
    position += length
  }
  return inspector.finish(bytes.length)
}

export function qcow2(version = 3, length = 4096): Uint8Array<ArrayBuffer> {
  const { bytes, view } = blank(length)
  put(bytes, 0, 'QFI\xfb')
  view.setUint32(4, version)
  view.setUint32(20, 16)
  view.setBigUint64(24, 10n * BigInt(MIB))
  if (version === 3) view.setUint32(100, 104)
  return bytes
}

export interface VmdkOptions {
  readonly descriptor?: string
  readonly descriptorSector?: number
  readonly footer?: boolean
  readonly length?: number
}

const DESCRIPTOR =
  '# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType="streamOptimized"\nRDONLY 2048 SPARSE "disk.vmdk"\n'

/** A sparse extent of 1 MiB, with a footer as VMware writes it when asked for. */
export function vmdk(options: VmdkOptions = {}): Uint8Array<ArrayBuffer> {
  const { descriptor = DESCRIPTOR, descriptorSector = 1, footer = false, length = 64 * KIB } = options
  const { bytes, view } = blank(length)
  writeVmdkHeader(view, 0, descriptorSector, footer ? 0xffffffffffffffffn : 21n)
  put(bytes, descriptorSector * SECTOR, descriptor)
  if (footer) {
    view.setUint32(length - 1536 + 12, 3, true)
    writeVmdkHeader(view, length - 1024, descriptorSector, 30n)
  }
  return bytes
}

function writeVmdkHeader(view: DataView, at: number, descriptorSector: number, grainDirectory: bigint): void {
  view.setUint32(at, 0x4b444d56)
  view.setUint32(at + 4, 3, true)
  view.setBigUint64(at + 12, 2048n, true)
  view.setBigUint64(at + 20, 128n, true)
  view.setBigUint64(at + 28, BigInt(descriptorSector), true)
  view.setBigUint64(at + 36, 20n, true)
  view.setBigUint64(at + 56, grainDirectory, true)
}

/** A footer of the given kind: 2 fixed, 3 dynamic, 4 differencing. */
export function vhdFooter(kind: number, size: number): Uint8Array {
  const { bytes, view } = blank(SECTOR)
  put(bytes, 0, 'conectix')
  view.setBigUint64(16, kind === 2 ? 0xffffffffffffffffn : 512n)
  view.setBigUint64(48, BigInt(size))
  view.setUint32(60, kind)
  return bytes
}

/** A disk with its VHD footer behind it. */
export function fixedVhd(content: Uint8Array): Uint8Array {
  return concat(content, vhdFooter(2, content.length))
}

export function dynamicVhd(kind = 3): Uint8Array<ArrayBuffer> {
  const { bytes } = blank(1024)
  put(bytes, 0, 'cxsparse')
  const footer = vhdFooter(kind, MIB)
  return concat(footer, bytes, blank(4096).bytes, footer)
}

export function vdi(): Uint8Array<ArrayBuffer> {
  const { bytes, view } = blank(2 * MIB)
  put(bytes, 0, '<<< Oracle VM VirtualBox Disk Image >>>\n')
  view.setUint32(64, 0xbeda107f, true)
  view.setUint32(68, 0x00010001, true)
  view.setUint32(76, 1, true)
  view.setUint32(340, MIB, true)
  view.setBigUint64(368, BigInt(8 * MIB), true)
  return bytes
}

/** Seals a VHDX structure with its CRC-32C. */
export function sealVhdx(bytes: Uint8Array, offset: number, length: number): void {
  const checksum = checksumWithout(crc32c, bytes.subarray(offset, offset + length), 4)
  new DataView(bytes.buffer).setUint32(offset + 4, checksum, true)
}

export const VHDX = {
  header: 64 * KIB,
  regions: 192 * KIB,
  secondRegions: 256 * KIB,
  table: 64 * KIB,
  metadata: MIB,
}

/** A VHDX of 1 GiB, with its metadata at 1 MiB; both region tables say so. */
export function vhdx(): Uint8Array<ArrayBuffer> {
  const { bytes, view } = blank(3 * MIB)
  put(bytes, 0, 'vhdxfile')
  put(bytes, VHDX.header, 'head')
  sealVhdx(bytes, VHDX.header, 4096)
  for (const table of [VHDX.regions, VHDX.secondRegions]) writeRegions(bytes, table, VHDX.metadata)
  put(bytes, VHDX.metadata, 'metadata')
  writeItem(bytes, 0, '3767a1ca36fa434db3b633f0aa44e76b', 64 * KIB)
  writeItem(bytes, 1, '2442a52f1bcd7648b2115dbed83bf4b8', 64 * KIB + 8)
  view.setBigUint64(VHDX.metadata + 64 * KIB + 8, BigInt(1024 * MIB), true)
  return bytes
}

/** A region table that names nothing but the metadata region. */
export function writeRegions(bytes: Uint8Array, table: number, metadata: number): void {
  const view = new DataView(bytes.buffer)
  put(bytes, table, 'regi')
  view.setUint32(table + 8, 1, true)
  bytes.set(fromHex('06a27c8b90479a4bb8fe575f050f886e'), table + 16)
  view.setBigUint64(table + 32, BigInt(metadata), true)
  view.setUint32(table + 40, MIB, true)
  view.setUint32(table + 44, 1, true)
  sealVhdx(bytes, table, VHDX.table)
}

/** Adds one entry to the metadata table; `id` as its bytes stand in the file. */
export function writeItem(bytes: Uint8Array, index: number, id: string, offset: number): void {
  const view = new DataView(bytes.buffer)
  const at = VHDX.metadata + 32 + index * 32
  bytes.set(fromHex(id), at)
  view.setUint32(at + 16, offset, true)
  view.setUint32(at + 20, 8, true)
  view.setUint32(at + 24, 4, true)
  view.setUint16(VHDX.metadata + 10, index + 1, true)
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Volume descriptors from sector 16 on, by their identifiers; `CD001` ones are primary, of 20 sectors. */
export function iso(...identifiers: readonly string[]): Uint8Array<ArrayBuffer> {
  const { bytes, view } = blank(64 * KIB)
  identifiers.forEach((identifier, index) => {
    const at = 32768 + index * 2048
    put(bytes, at + 1, identifier)
    if (identifier !== 'CD001') return
    bytes[at] = 1
    view.setUint32(at + 80, 20, true)
    view.setUint16(at + 128, 2048, true)
  })
  return bytes
}

/** Adds an MBR with partitions of the given types to a disk. */
export function writeMbr(bytes: Uint8Array, types: readonly number[]): Uint8Array {
  const view = new DataView(bytes.buffer)
  view.setUint16(510, 0xaa55, true)
  types.forEach((type, index) => {
    view.setUint8(446 + index * 16 + 4, type)
    view.setUint32(446 + index * 16 + 8, 1, true)
    view.setUint32(446 + index * 16 + 12, 100, true)
  })
  return bytes
}

/** Adds an intact GPT header at the second block; its backup is the disk's last block. */
export function writeGpt(bytes: Uint8Array, blockSize = 512): Uint8Array {
  const view = new DataView(bytes.buffer)
  put(bytes, blockSize, 'EFI PART')
  view.setUint32(blockSize + 12, 92, true)
  view.setBigUint64(blockSize + 24, 1n, true)
  view.setBigUint64(blockSize + 32, BigInt(bytes.length / blockSize - 1), true)
  const header = bytes.subarray(blockSize, blockSize + 92)
  view.setUint32(blockSize + 16, checksumWithout(crc32, header, 16), true)
  return bytes
}

/** The boot sector of a FAT volume such as a boot floppy, with the boot signature. */
export function fatVolume(): Uint8Array {
  const { bytes, view } = blank(64 * KIB)
  bytes.set([0xeb, 0x3c, 0x90])
  put(bytes, 3, 'mkfs.fat')
  view.setUint16(11, 512, true)
  bytes[13] = 1
  view.setUint16(14, 1, true)
  bytes[16] = 2
  bytes[21] = 0xf0
  view.setUint16(510, 0xaa55, true)
  return bytes
}

export function ntfsVolume(): Uint8Array {
  const { bytes, view } = blank(64 * KIB)
  bytes.set([0xeb, 0x52, 0x90])
  put(bytes, 3, 'NTFS    ')
  view.setUint16(510, 0xaa55, true)
  return bytes
}

/** The start of an x86 kernel: a boot sector of the floppy age, then the boot protocol's mark. */
export function linuxKernel(): Uint8Array {
  const { bytes, view } = blank(64 * KIB)
  put(bytes, 0, 'MZ')
  view.setUint16(510, 0xaa55, true)
  put(bytes, 514, 'HdrS')
  return bytes
}

export function luks2(metadata: string, length = 20 * MIB): Uint8Array {
  const { bytes, view } = blank(length)
  put(bytes, 0, 'LUKS\xba\xbe')
  view.setUint16(6, 2)
  view.setBigUint64(8, BigInt(16 * KIB))
  put(bytes, 4096, metadata)
  return bytes
}

export const LUKS2_SEGMENT = '{"segments":{"0":{"type":"crypt","offset":"16777216","size":"dynamic"}}}'

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let position = 0
  for (const part of parts) {
    result.set(part, position)
    position += part.length
  }
  return result
}
