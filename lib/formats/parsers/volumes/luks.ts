import { type Evidence, HEAD_BYTES } from '../../evidence.ts'
import { danger, type Finding, warning } from '../../types.ts'
import type { Parsed } from '../parsed.ts'

const MAGIC = [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe]
const BINARY_HEADER_BYTES = 4096

/** Encrypted disks: "LUKS1 On-Disk Format Specification" 1.2 and "LUKS2 On-Disk Format Specification" 1.1. */
export function parseLuks(evidence: Evidence): Parsed | null {
  const start = evidence.bytes(0, 6)
  if (!MAGIC.every((byte, index) => start[index] === byte)) return null
  const version = evidence.view(0, 8).getUint16(6)
  if (version !== 1 && version !== 2) return unknownVersion(version)
  const size = version === 1 ? payloadSize(evidence, luks1Payload(evidence)) : luks2Size(evidence)
  return {
    format: 'luks',
    virtualSize: size,
    detail: `version ${version}`,
    findings: checkSize(evidence, size),
  }
}

function unknownVersion(version: number): Parsed {
  const message = `This LUKS volume has version ${version}; only 1 and 2 can be checked for safety. Upload it in one of these.`
  return { format: 'luks', virtualSize: null, findings: [danger('luks-unknown-version', message)] }
}

/** The payload starts at a sector that the header names, and goes on to the end of the file. */
function luks1Payload(evidence: Evidence): bigint {
  return BigInt(evidence.view(104, 4).getUint32(0)) * 512n
}

function payloadSize(evidence: Evidence, offset: bigint): bigint | null {
  if (evidence.sizeBytes === null || offset > BigInt(evidence.sizeBytes)) return null
  return BigInt(evidence.sizeBytes) - offset
}

/** LUKS2 describes its segments in JSON behind the binary header, ended by NUL; the disk is all of them together. */
function luks2Size(evidence: Evidence): bigint | null {
  const headerBytes = evidence.view(8, 8).getBigUint64(0)
  const end = headerBytes < BigInt(HEAD_BYTES) ? Number(headerBytes) : HEAD_BYTES
  const [json = ''] = evidence.text(BINARY_HEADER_BYTES, Math.max(0, end - BINARY_HEADER_BYTES)).split('\0')
  const segments = Object.values(record(record(parseJson(json)).segments)).map(record)
  if (segments.length === 0) return null
  return segments.reduce<bigint | null>((sum, segment) => {
    const size = segmentSize(evidence, segment)
    return sum === null || size === null ? null : sum + size
  }, 0n)
}

function segmentSize(evidence: Evidence, segment: Record<string, unknown>): bigint | null {
  const offset = decimal(segment.offset)
  if (offset === null) return null
  // "dynamic": the segment goes on to the end of the device.
  return segment.size === 'dynamic' ? payloadSize(evidence, offset) : decimal(segment.size)
}

function decimal(value: unknown): bigint | null {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : null
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not an error of ours: damaged metadata only means that the size is not known.
    return null
  }
}

function checkSize(evidence: Evidence, size: bigint | null): Finding[] {
  if (size !== null || evidence.sizeBytes === null) return []
  const message =
    'The size of this LUKS volume cannot be read: its header is damaged or the file is cut short. Compare its size with the original.'
  return [warning('luks-unknown-size', message)]
}
