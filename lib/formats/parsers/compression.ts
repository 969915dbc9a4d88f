import type { Evidence } from '../evidence.ts'
import { type DetectedFormat, warning } from '../types.ts'
import type { Parsed } from './parsed.ts'

const MARKS: readonly { format: DetectedFormat; bytes: readonly number[]; unpack: string }[] = [
  { format: 'gzip', bytes: [0x1f, 0x8b, 0x08], unpack: 'gunzip' },
  { format: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], unpack: 'unxz' },
  { format: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd], unpack: 'unzstd' },
  { format: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04], unpack: 'unzip' },
  // The end record stands first in an archive without members.
  { format: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06], unpack: 'unzip' },
]

/** Files that hold a compressed image: gzip (RFC 1952), xz (.xz file format 1.1), zstd (RFC 8878), zip (PKWARE APPNOTE). */
export function parseCompression(evidence: Evidence): Parsed | null {
  const start = evidence.bytes(0, 6)
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte))
  if (!mark) return null
  const message =
    `The file is compressed (${mark.format}). Nothing unpacks it, so a server would see compressed bytes instead of a disk. ` +
    `Unpack it with "${mark.unpack}" first, or declare the container format "compressed" if your cloud unpacks images.`
  return { format: mark.format, virtualSize: null, findings: [warning('compressed-content', message)] }
}
