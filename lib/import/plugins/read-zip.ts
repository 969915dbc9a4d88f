import type { FileHandle } from 'node:fs/promises'
import { DomainError } from '#lib/domain/errors.ts'
import { withFile } from './with-file.ts'

/** Where the one file of an archive lies, and how. */
export interface ZipMember {
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  readonly method: 0 | 8
  readonly start: number
  readonly packedBytes: number
  readonly unpackedBytes: number
  readonly crc32: number
}

const END_BYTES = 22
const LONGEST_COMMENT = 65_535
const ALL_ONES_16 = 0xffff
const ALL_ONES_32 = 0xffffffff

/**
 * Reads the directory at the archive's end (PKWARE APPNOTE 4.3): a local header may lie about lengths, and other files
 * may hide between members.
 * @throws `unsupported_media` unless there is exactly one plain file in it
 */
export function readZip(path: string): Promise<ZipMember> {
  return withFile(path, 'r', readMember)
}

async function readMember(file: FileHandle): Promise<ZipMember> {
  const { size } = await file.stat()
  const end = await findEnd(file, size)
  if (end.entries !== 1) throw refuse(`holds ${end.entries} entries; pack exactly one disk image`)
  const entry = await read(file, end.start, 46)
  if (entry.readUInt32LE(0) !== 0x02014b50) throw damaged()
  const flags = entry.readUInt16LE(8)
  if ((flags & 0x2041) !== 0) throw refuse('is encrypted')
  const method = entry.readUInt16LE(10)
  if (method !== 0 && method !== 8) throw refuse(`is packed by method ${method}; use deflate`)
  const name = await read(file, end.start + 46, entry.readUInt16LE(28))
  if (name.at(-1) === 0x2f) throw refuse('holds only a folder')
  const extra = await read(file, end.start + 46 + name.length, entry.readUInt16LE(30))
  const lengths = lengthsOf(entry, extra)
  const start = await dataStart(file, lengths.header)
  if (start + lengths.packed > size) throw damaged()
  return {
    ...{ method, start, packedBytes: lengths.packed, unpackedBytes: lengths.unpacked },
    crc32: entry.readUInt32LE(16),
  }
}

async function findEnd(file: FileHandle, size: number): Promise<{ entries: number; start: number }> {
  const length = Math.min(size, END_BYTES + LONGEST_COMMENT)
  const tail = await read(file, size - length, length)
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (at < 0 || at + END_BYTES > tail.length) throw damaged()
  const entries = tail.readUInt16LE(at + 10)
  const start = tail.readUInt32LE(at + 16)
  if (entries !== ALL_ONES_16 && start !== ALL_ONES_32) return { entries, start }
  // The 64-bit end record (4.3.14) is found through its locator, which stands right before.
  if (at < 20 || tail.readUInt32LE(at - 20) !== 0x07064b50) throw damaged()
  const record = await read(file, toNumber(tail.readBigUInt64LE(at - 20 + 8)), 56)
  if (record.readUInt32LE(0) !== 0x06064b50) throw damaged()
  return { entries: toNumber(record.readBigUInt64LE(32)), start: toNumber(record.readBigUInt64LE(48)) }
}

/** From the entry, or from its 64-bit field (4.5.3), which holds only what did not fit, in this order. */
function lengthsOf(entry: Buffer, extra: Buffer): { unpacked: number; packed: number; header: number } {
  const wide = findExtra(extra, 1)
  let position = 0
  const value = (offset: number): number => {
    const short = entry.readUInt32LE(offset)
    if (short !== ALL_ONES_32) return short
    if (wide === null || position + 8 > wide.length) throw damaged()
    position += 8
    return toNumber(wide.readBigUInt64LE(position - 8))
  }
  const unpacked = value(24)
  const packed = value(20)
  return { unpacked, packed, header: value(42) }
}

function findExtra(extra: Buffer, wanted: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === wanted) return extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return null
}

async function dataStart(file: FileHandle, header: number): Promise<number> {
  const local = await read(file, header, 30)
  if (local.readUInt32LE(0) !== 0x04034b50) throw damaged()
  return header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
}

/** @throws `unsupported_media` when the file ends before */
async function read(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, offset)
  if (bytesRead < length) throw damaged()
  return buffer
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged()
  return Number(value)
}

function damaged(): DomainError {
  return refuse('is damaged')
}

function refuse(what: string): DomainError {
  return new DomainError('unsupported_media', `The zip archive ${what}.`)
}
