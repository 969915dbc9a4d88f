import { crc32, deflateRawSync } from 'node:zlib'

/** A file in an archive, and what the archive says about it that is not so. */
export interface ZipFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly isStored?: boolean
  /** Says lengths and place in 64 bits. */
  readonly isWide?: boolean
  readonly flags?: number
  readonly method?: number
  /** The unpacked length that the directory claims. */
  readonly claims?: number
  readonly crc32?: number
}

/** A zip archive (PKWARE APPNOTE 4.3) made by hand, so that it can be wrong where a test wants it to be. */
export function aZip(files: readonly ZipFile[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const packed = file.isStored ? Buffer.from(file.bytes) : deflateRawSync(file.bytes)
    const local = Buffer.concat([header(file, packed.length, null), packed])
    entries.push(header(file, packed.length, offset))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(entries)
  const isWide = files.some((file) => file.isWide)
  const place = { count: files.length, size: directory.length, offset }
  return Buffer.concat([
    ...locals,
    directory,
    isWide ? wideEnd(place) : Buffer.alloc(0),
    end(place, isWide, comment),
  ])
}

interface Place {
  readonly count: number
  readonly size: number
  readonly offset: number
}

/** The local header, or with an offset the directory's entry. */
function header(file: ZipFile, packedBytes: number, offset: number | null): Buffer {
  const isEntry = offset !== null
  const name = Buffer.from(file.name)
  const unpackedBytes = file.claims ?? file.bytes.length
  const isWide = isEntry && file.isWide === true
  const extra = isWide ? wideExtra([unpackedBytes, packedBytes, offset]) : Buffer.alloc(0)
  const fields = Buffer.alloc(isEntry ? 46 : 30)
  fields.writeUInt32LE(isEntry ? 0x02014b50 : 0x04034b50, 0)
  const at = isEntry ? 8 : 6
  fields.writeUInt16LE(file.flags ?? 0, at)
  fields.writeUInt16LE(file.method ?? (file.isStored ? 0 : 8), at + 2)
  fields.writeUInt32LE(file.crc32 ?? crc32(file.bytes), at + 8)
  fields.writeUInt32LE(isWide ? 0xffffffff : packedBytes, at + 12)
  fields.writeUInt32LE(isWide ? 0xffffffff : unpackedBytes, at + 16)
  fields.writeUInt16LE(name.length, at + 20)
  fields.writeUInt16LE(extra.length, at + 22)
  if (isEntry) fields.writeUInt32LE(isWide ? 0xffffffff : offset, 42)
  return Buffer.concat([fields, name, extra])
}

function wideExtra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + values.length * 8)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(values.length * 8, 2)
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + index * 8)
  return extra
}

function wideEnd({ count, size, offset }: Place): Buffer {
  const record = Buffer.alloc(56 + 20)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(offset), 48)
  record.writeUInt32LE(0x07064b50, 56)
  record.writeBigUInt64LE(BigInt(offset + size), 64)
  record.writeUInt32LE(1, 72)
  return record
}

function end({ count, size, offset }: Place, isWide: boolean, comment: string): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(isWide ? 0xffff : count, 8)
  record.writeUInt16LE(isWide ? 0xffff : count, 10)
  record.writeUInt32LE(size, 12)
  record.writeUInt32LE(isWide ? 0xffffffff : offset, 16)
  record.writeUInt16LE(comment.length, 20)
  return Buffer.concat([record, Buffer.from(comment)])
}
