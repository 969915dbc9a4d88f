import { checksumWithout, crc32c } from '../checksum.ts'
import { type Evidence, type Range, REGION_BYTES, toOffset } from '../evidence.ts'
import { danger, type Finding } from '../types.ts'
import type { Parsed } from './parsed.ts'

const KIB = 1024
const TABLE_BYTES = 64 * KIB
const HEADERS = [64 * KIB, 128 * KIB]
const REGION_TABLES = [192 * KIB, 256 * KIB]

const METADATA_REGION = guid('8B7CA206-4790-4B9A-B8FE-575F050F886E')
const BAT_REGION = guid('2DC27766-F623-4200-9D64-115E9BFD4A08')

const FILE_PARAMETERS = guid('CAA16737-FA36-4D43-B3B6-33F0AA44E76B')
const VIRTUAL_DISK_SIZE = guid('2FA54224-CD1B-4876-B211-5DBED83BF4B8')
const PARENT_LOCATOR = guid('A8D35F2D-B30B-454D-ABF7-D3D84834AB0C')
const KNOWN_ITEMS = new Set([
  FILE_PARAMETERS,
  VIRTUAL_DISK_SIZE,
  PARENT_LOCATOR,
  guid('BECA12AB-B2E6-4523-93EF-C309E000C746'), // page 83 data
  guid('8141BF1D-A96F-4709-BA47-F233A8FAAB5F'), // logical sector size
  guid('CDA348C7-445D-4471-9CC9-E9885251C556'), // physical sector size
])
const HAS_PARENT = 2
const REQUIRED = 4

interface Entry {
  readonly id: string
  readonly offset: number
  readonly required: boolean
}

/** Hyper-V disks, from Microsoft's open specification [MS-VHDX]. */
export function parseVhdx(evidence: Evidence): Parsed | null {
  if (evidence.text(0, 8) !== 'vhdxfile') return null
  const places = metadataPlaces(evidence)
  const [place] = places
  if (place === undefined || places.length > 1) {
    return {
      format: 'vhdx',
      virtualSize: null,
      findings: [invalid('vhdx-bad-region-table'), ...checkLog(evidence)],
    }
  }
  const metadata = readMetadata(evidence, place)
  return {
    format: 'vhdx',
    virtualSize: metadata.virtualSize,
    findings: [...checkLog(evidence), ...checkRegions(evidence), ...metadata.findings],
  }
}

/** The metadata region, which lies a MiB or more into the file. */
export function locateVhdx(head: Evidence): Range[] {
  if (head.text(0, 8) !== 'vhdxfile') return []
  return metadataPlaces(head).map((offset) => ({ offset, length: REGION_BYTES }))
}

function invalid(code: string): Finding {
  return danger(
    code,
    'The structure of this VHDX is damaged or contradicts itself, so it cannot be checked for safety. Convert it with "qemu-img convert -O vhdx" and upload the result.',
  )
}

/** Every place that an intact region table names for the metadata; a sound file names one. */
function metadataPlaces(evidence: Evidence): number[] {
  const places = readRegions(evidence)
    .filter((entry) => entry.id === METADATA_REGION)
    .map((entry) => entry.offset)
  return [...new Set(places)]
}

function readRegions(evidence: Evidence): Entry[] {
  return REGION_TABLES.flatMap((table) => {
    const bytes = evidence.bytes(table, TABLE_BYTES)
    const view = new DataView(bytes.buffer)
    const intact =
      evidence.text(table, 4) === 'regi' && checksumWithout(crc32c, bytes, 4) === view.getUint32(4, true)
    if (!intact) return []
    return entryPositions(view.getUint32(8, true), 16).map((position) => ({
      id: hex(bytes.subarray(position, position + 16)),
      offset: toOffset(view.getBigUint64(position + 16, true)) ?? Number.MAX_SAFE_INTEGER,
      required: (view.getUint32(position + 28, true) & 1) !== 0,
    }))
  })
}

/** Entries are 32 bytes; the specification allows 2,047 in a table of 64 KiB. */
function entryPositions(count: number, first: number): number[] {
  return Array.from({ length: Math.min(count, 2047) }, (_, index) => first + index * 32).filter(
    (at) => at + 32 <= TABLE_BYTES,
  )
}

function checkRegions(evidence: Evidence): Finding[] {
  const known = [METADATA_REGION, BAT_REGION]
  return readRegions(evidence).some((entry) => entry.required && !known.includes(entry.id))
    ? [unknownPart()]
    : []
}

function unknownPart(): Finding {
  return danger(
    'vhdx-unknown-features',
    'This VHDX needs features that are not known here, so it cannot be checked for safety. Convert it with "qemu-img convert -O vhdx" and upload the result.',
  )
}

function readMetadata(
  evidence: Evidence,
  place: number,
): { virtualSize: bigint | null; findings: Finding[] } {
  const readable = evidence.holds(place, TABLE_BYTES) && evidence.text(place, 8) === 'metadata'
  if (!readable) return { virtualSize: null, findings: [invalid('vhdx-bad-metadata')] }
  const entries = readItems(evidence, place)
  // Items must lie in the part of the region that is looked at.
  const near = entries.filter((entry) => entry.offset + 8 <= place + REGION_BYTES)
  const parameters = readItem(evidence, near, FILE_PARAMETERS)
  const size = readItem(evidence, near, VIRTUAL_DISK_SIZE)
  const findings: Finding[] = []
  if (!parameters || !size) findings.push(invalid('vhdx-bad-metadata'))
  if (entries.some((entry) => entry.required && !KNOWN_ITEMS.has(entry.id))) findings.push(unknownPart())
  const locator = entries.some((entry) => entry.id === PARENT_LOCATOR)
  if (locator || (parameters && parameters.getUint32(4, true) & HAS_PARENT)) findings.push(parent())
  return { virtualSize: size ? size.getBigUint64(0, true) : null, findings }
}

function parent(): Finding {
  return danger(
    'vhdx-parent',
    'This VHDX holds only the differences to a parent disk: it is not complete, and a host opening it could be made to read a file of its own. Merge it into its parent and upload the result.',
  )
}

function readItems(evidence: Evidence, place: number): Entry[] {
  const bytes = evidence.bytes(place, TABLE_BYTES)
  const view = new DataView(bytes.buffer)
  return entryPositions(view.getUint16(10, true), 32).map((position) => ({
    id: hex(bytes.subarray(position, position + 16)),
    offset: place + view.getUint32(position + 16, true),
    required: (view.getUint32(position + 24, true) & REQUIRED) !== 0,
  }))
}

/** Eight bytes of an item that stands exactly once, where it can be seen. */
function readItem(evidence: Evidence, entries: readonly Entry[], id: string): DataView | null {
  const [entry, ...others] = entries.filter((candidate) => candidate.id === id)
  const beyondEnd = entry && evidence.sizeBytes !== null && entry.offset >= evidence.sizeBytes
  if (!entry || others.length > 0 || beyondEnd || !evidence.holds(entry.offset, 8)) return null
  return evidence.view(entry.offset, 8)
}

/** The current header is the intact one with the higher sequence number; a log GUID in it means that the log must be replayed. */
function checkLog(evidence: Evidence): Finding[] {
  const headers = HEADERS.flatMap((offset) => {
    const bytes = evidence.bytes(offset, 4096)
    const view = new DataView(bytes.buffer)
    const intact =
      evidence.text(offset, 4) === 'head' && checksumWithout(crc32c, bytes, 4) === view.getUint32(4, true)
    return intact
      ? [{ sequence: view.getBigUint64(8, true), pending: bytes.subarray(48, 64).some((byte) => byte !== 0) }]
      : []
  })
  if (headers.length === 0) return [invalid('vhdx-bad-header')]
  const newest = headers.reduce((a, b) => (b.sequence >= a.sequence ? b : a))
  if (!newest.pending) return []
  return [
    danger(
      'vhdx-pending-log',
      'This VHDX was not closed cleanly: changes wait in its log, which may alter everything that was checked here. Open and close it once with Hyper-V, or run "qemu-img check -r all", and upload it again.',
    ),
  ]
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A GUID as its bytes stand in the file: the first three fields are little-endian. */
function guid(text: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = text.toLowerCase().split('-')
  const swap = (field: string) => (field.match(/../g) ?? []).reverse().join('')
  return swap(a) + swap(b) + swap(c) + d + e
}
