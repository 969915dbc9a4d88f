import { type Evidence, HEAD_BYTES } from '../evidence.ts'
import { danger, type Finding, warning } from '../types.ts'
import type { Parsed } from './parsed.ts'

const MAGIC = 'QFI\xfb'
const DATA_FILE_EXTENSION = 0x44415441

/** Incompatible feature bits that the specification defines. */
const DIRTY = 1n << 0n
const CORRUPT = 1n << 1n
const DATA_FILE = 1n << 2n
const COMPRESSION_TYPE = 1n << 3n
const EXTENDED_L2 = 1n << 4n
const KNOWN_FEATURES = DIRTY | CORRUPT | DATA_FILE | COMPRESSION_TYPE | EXTENDED_L2

/**
 * qcow2 versions 2 and 3, from QEMU's specification of the format (docs/interop/qcow2).
 * The mark alone decides, however short the file: QEMU pads a header of fewer than 512 bytes with zeros and opens it.
 */
export function parseQcow2(evidence: Evidence): Parsed | null {
  if (evidence.text(0, 4) !== MAGIC) return null
  const header = evidence.view(0, 112)
  const version = header.getUint32(4)
  if (version !== 2 && version !== 3) return unknownVersion(version)
  const features = version === 3 ? header.getBigUint64(72) : 0n
  return {
    format: 'qcow2',
    virtualSize: header.getBigUint64(24),
    detail: nameVariant(version, features),
    findings: [
      ...structure(header, version),
      ...references(evidence, header, version, features),
      ...unknowns(header, version, features),
      ...condition(evidence, header, features),
    ],
  }
}

function nameVariant(version: number, features: bigint): string {
  return features & EXTENDED_L2 ? `version ${version}, extended L2 entries` : `version ${version}`
}

function unknownVersion(version: number): Parsed {
  const message =
    `This says it is a qcow2 image of version ${version}; only versions 2 and 3 can be checked for safety. ` +
    'Convert it with "qemu-img convert -O qcow2" and upload the result.'
  return {
    format: 'qcow2',
    virtualSize: null,
    detail: `version ${version}`,
    findings: [danger('qcow2-unknown-version', message)],
  }
}

function structure(header: DataView, version: number): Finding[] {
  const clusterBits = header.getUint32(20)
  // "must not be less than 9"; QEMU stops at 2 MiB clusters. "header_length" of version 3 is at least 104.
  const sound = clusterBits >= 9 && clusterBits <= 21 && (version === 2 || header.getUint32(100) >= 104)
  if (sound) return []
  return [
    danger(
      'qcow2-invalid-header',
      'The header of this qcow2 image contradicts the format, so nothing can open it. Check the file with "qemu-img check" or export it again.',
    ),
  ]
}

function references(evidence: Evidence, header: DataView, version: number, features: bigint): Finding[] {
  const findings: Finding[] = []
  if (header.getBigUint64(8) !== 0n) {
    findings.push(
      danger(
        'qcow2-backing-file',
        'This qcow2 image needs another file (its backing file): it is not complete, and a host opening it could be made to read a file of its own. ' +
          'Flatten it with "qemu-img convert -O qcow2" and upload the result.',
      ),
    )
  }
  if (features & DATA_FILE || hasDataFileName(evidence, header, version)) {
    findings.push(
      danger(
        'qcow2-data-file',
        'This qcow2 image keeps its data in another file: it is not complete, and a host opening it could be made to read or write a file of its own. ' +
          'Convert it with "qemu-img convert -O qcow2" and upload the result.',
      ),
    )
  }
  return findings
}

/** Walks the header extensions: type, length, data padded to eight bytes, until type 0. */
function hasDataFileName(evidence: Evidence, header: DataView, version: number): boolean {
  const limit = Math.min(HEAD_BYTES, evidence.sizeBytes ?? HEAD_BYTES)
  let position = version === 3 ? header.getUint32(100) : 72
  while (position + 8 <= limit) {
    const extension = evidence.view(position, 8)
    const type = extension.getUint32(0)
    if (type === DATA_FILE_EXTENSION) return true
    if (type === 0) return false
    position += 8 + Math.ceil(extension.getUint32(4) / 8) * 8
  }
  return false
}

function unknowns(header: DataView, version: number, features: bigint): Finding[] {
  const findings: Finding[] = []
  const advice =
    'It cannot be checked for safety. Convert it with "qemu-img convert -O qcow2" and upload the result.'
  if (features & ~KNOWN_FEATURES) {
    const bits = (features & ~KNOWN_FEATURES).toString(16)
    findings.push(
      danger(
        'qcow2-unknown-features',
        `This qcow2 image uses features that are not known here (bits 0x${bits}). ${advice}`,
      ),
    )
  }
  if (header.getUint32(32) > 2) {
    findings.push(
      danger(
        'qcow2-unknown-encryption',
        `This qcow2 image is encrypted in a way that is not known here. ${advice}`,
      ),
    )
  }
  // The compression type exists only when the header is long enough to hold it.
  if (version === 3 && header.getUint32(100) > 104 && header.getUint8(104) > 1) {
    findings.push(
      danger(
        'qcow2-unknown-compression',
        `This qcow2 image is compressed in a way that is not known here. ${advice}`,
      ),
    )
  }
  return findings
}

function condition(evidence: Evidence, header: DataView, features: bigint): Finding[] {
  const findings: Finding[] = []
  const snapshots = header.getUint32(60)
  if (header.getUint32(32) !== 0) {
    findings.push(warning('qcow2-encrypted', 'This qcow2 image is encrypted: who starts it needs the key.'))
  }
  if (features & CORRUPT) {
    findings.push(
      warning(
        'qcow2-corrupt',
        'This qcow2 image is marked as corrupt. Repair it with "qemu-img check -r all" before uploading.',
      ),
    )
  }
  if (features & DIRTY) {
    findings.push(
      warning(
        'qcow2-dirty',
        'This qcow2 image was not closed cleanly. Stop what uses it, or repair it with "qemu-img check -r leaks", before uploading.',
      ),
    )
  }
  if (snapshots > 0) {
    findings.push(
      warning(
        'qcow2-snapshots',
        `This qcow2 image carries ${snapshots} internal snapshot(s): whoever gets the image can read those earlier states too.`,
      ),
    )
  }
  if (
    evidence.sizeBytes !== null &&
    header.getUint32(36) > 0 &&
    header.getBigUint64(40) >= BigInt(evidence.sizeBytes)
  ) {
    findings.push(
      warning(
        'qcow2-truncated',
        'The file ends before the tables that its header points to: it is probably cut short. Compare its size with the original.',
      ),
    )
  }
  return findings
}
