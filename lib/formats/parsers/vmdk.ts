import { type Evidence, type Range, REGION_BYTES, toOffset } from '../evidence.ts'
import { danger, type Finding } from '../types.ts'
import type { Parsed } from './parsed.ts'
import { checkDescriptor, createTypeOf, isDescriptorFile, missingDescriptor } from './vmdk-descriptor.ts'

const SECTOR = 512n
const GRAIN_DIRECTORY_AT_END = 0xffffffffffffffffn
const FOOTER_MARKER = 3
/** Where QEMU looks for a parent, whatever the header says: ten KiB from the second sector on. */
const QEMU_DESCRIPTOR: Range = { offset: 512, length: 10240 }

interface Header {
  readonly version: number
  readonly capacity: bigint
  readonly grainSize: bigint
  readonly descriptorOffset: bigint
  readonly descriptorSize: bigint
  readonly grainDirectory: bigint
}

/**
 * VMware disks: a sparse extent with an embedded descriptor (monolithicSparse, streamOptimized) or a text descriptor,
 * from VMware's technical note "Virtual Disk Format 5.0". Only the first kind is a whole image in one file.
 */
export function parseVmdk(evidence: Evidence): Parsed | null {
  const mark = evidence.text(0, 4)
  if (mark === 'KDMV') return parseSparse(evidence)
  if (mark === 'COWD') return refused('ESX sparse extent', 'vmdk-external-extents')
  if (isDescriptorFile(evidence)) return refused('text descriptor', 'vmdk-external-extents')
  return null
}

/** The embedded descriptor, when it lies behind the head. */
export function locateVmdk(head: Evidence): Range[] {
  if (head.text(0, 4) !== 'KDMV') return []
  const range = descriptorRange(readHeader(head.view(0, 512)))
  return range ? [range] : []
}

function readHeader(view: DataView): Header {
  return {
    version: view.getUint32(4, true),
    capacity: view.getBigUint64(12, true),
    grainSize: view.getBigUint64(20, true),
    descriptorOffset: view.getBigUint64(28, true),
    descriptorSize: view.getBigUint64(36, true),
    grainDirectory: view.getBigUint64(56, true),
  }
}

function refused(detail: string, code: string): Parsed {
  const message =
    `This VMDK (${detail}) is not a disk by itself but points to other files: it is not complete, and a host opening it could be made to read a file of its own. ` +
    'Convert the whole disk with "qemu-img convert -O vmdk -o subformat=streamOptimized" (or -O qcow2) and upload the result.'
  return { format: 'vmdk', virtualSize: null, detail, findings: [danger(code, message)] }
}

function parseSparse(evidence: Evidence): Parsed {
  const header = readHeader(evidence.view(0, 512))
  // A capacity of zero makes QEMU treat the embedded descriptor as a text descriptor, extents included.
  if (header.capacity === 0n && header.descriptorOffset !== 0n)
    return refused('empty sparse extent', 'vmdk-external-extents')
  const { text, findings } = readDescriptor(evidence, header)
  const detail = text === null ? null : createTypeOf(text)
  return {
    format: 'vmdk',
    virtualSize: header.capacity * SECTOR,
    ...(detail ? { detail } : {}),
    findings: [
      ...checkVersion(header),
      ...findings,
      ...(text === null
        ? []
        : checkDescriptor(text, evidence.text(QEMU_DESCRIPTOR.offset, QEMU_DESCRIPTOR.length))),
      ...checkFooter(evidence, header),
    ],
  }
}

function checkVersion(header: Header): Finding[] {
  if (header.version >= 1 && header.version <= 3) return []
  return [
    danger(
      'vmdk-unknown-version',
      `This VMDK has version ${header.version}; only 1 to 3 can be checked for safety. Convert it with "qemu-img convert" and upload the result.`,
    ),
  ]
}

function descriptorRange(header: Header): Range | null {
  const offset = toOffset(header.descriptorOffset * SECTOR)
  const length = toOffset(header.descriptorSize * SECTOR)
  if (!offset || !length) return null
  return { offset, length }
}

function readDescriptor(evidence: Evidence, header: Header): { text: string | null; findings: Finding[] } {
  const range = descriptorRange(header)
  if (!range) return { text: null, findings: [missingDescriptor()] }
  const beyondEnd = evidence.sizeBytes !== null && range.offset >= evidence.sizeBytes
  if (beyondEnd || range.length > REGION_BYTES || !evidence.holds(range.offset, range.length)) {
    const message =
      'The descriptor of this VMDK is not where its header says, or is far longer than any real one, so it cannot be checked for safety. Convert it with "qemu-img convert" and upload the result.'
    return { text: null, findings: [danger('vmdk-bad-descriptor', message)] }
  }
  return { text: evidence.text(range.offset, range.length), findings: [] }
}

/**
 * A stream-optimized disk may keep its grain directory at the end; the footer (marker, header, end marker in the last
 * three sectors) then replaces the header for whoever opens the disk, so it must say the same.
 */
function checkFooter(evidence: Evidence, header: Header): Finding[] {
  if (header.grainDirectory !== GRAIN_DIRECTORY_AT_END || evidence.sizeBytes === null) return []
  const start = Math.ceil(evidence.sizeBytes / 512) * 512 - 1536
  if (start >= 512) {
    const marker = evidence.view(start, 512)
    const marked = marker.getUint32(8, true) === 0 && marker.getUint32(12, true) === FOOTER_MARKER
    const footer = readHeader(evidence.view(start + 512, 512))
    if (marked && evidence.text(start + 512, 4) === 'KDMV' && agrees(header, footer)) return []
  }
  return [
    danger(
      'vmdk-bad-footer',
      'The end of this VMDK is missing or contradicts its beginning: the file is cut short or was tampered with. Compare it with the original, or export it again.',
    ),
  ]
}

function agrees(header: Header, footer: Header): boolean {
  const same = (['version', 'capacity', 'grainSize', 'descriptorOffset', 'descriptorSize'] as const).every(
    (field) => header[field] === footer[field],
  )
  return same && footer.grainDirectory !== GRAIN_DIRECTORY_AT_END
}
