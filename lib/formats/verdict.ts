import { describeFormat } from './names.ts'
import type { DetectedFormat, Finding, Inspection } from './types.ts'

export interface JudgeInput {
  /** As declared on the image. */
  readonly diskFormat: string | null
  readonly containerFormat: string | null
  readonly inspection: Inspection
  /** Bytes of the whole file. */
  readonly sizeBytes: number
}

/** What may happen to data that was uploaded with declared formats. `message` is for the person who sent it. */
export type Verdict =
  | { readonly ok: true; readonly virtualSizeBytes: number | null }
  | { readonly ok: false; readonly code: 'mismatch' | 'danger' | 'unsupported'; readonly message: string }

const COMPRESSED: readonly DetectedFormat[] = ['gzip', 'xz', 'zstd', 'zip']
/** Amazon machine, kernel and ramdisk images: no mark of their own, and kernels and ramdisks are compressed as a rule. */
const UNMARKED = new Set(['ami', 'aki', 'ari'])
const UNMARKED_ACCEPT: readonly DetectedFormat[] = ['raw', 'gzip', 'xz', 'zstd']

/**
 * Decides whether content may stand under its declared formats. Only container format `bare` is looked into: other
 * containers hold the disk inside something else. One that is not chosen yet counts as `bare`. Dangerous content is
 * refused under every disk format.
 */
export function judge({ diskFormat, containerFormat, inspection, sizeBytes }: JudgeInput): Verdict {
  if (containerFormat !== null && containerFormat !== 'bare') return { ok: true, virtualSizeBytes: null }
  const dangers = inspection.findings.filter((finding) => finding.severity === 'danger')
  if (inspection.format === 'qed') return refuse('unsupported', joinMessages(dangers))
  if (dangers.length > 0) return refuse('danger', joinMessages(dangers))
  if (diskFormat === null)
    return refuse('unsupported', 'The image has no disk_format. Set it before uploading data.')
  // Declared raw promises nothing about the content: the disk is the file, byte for byte.
  if (diskFormat === 'raw') return { ok: true, virtualSizeBytes: sizeBytes }
  if (accepts(diskFormat, inspection.format))
    return { ok: true, virtualSizeBytes: virtualSize(diskFormat, inspection) }
  return refuse('mismatch', explainMismatch(diskFormat, inspection, sizeBytes))
}

function accepts(declared: string, detected: DetectedFormat): boolean {
  if (UNMARKED.has(declared)) return UNMARKED_ACCEPT.includes(detected)
  // Formats that an operator added have no inspector, nor do ploop images without a header of their own.
  if (declared === 'ploop') return detected === 'ploop' || detected === 'raw'
  return declared === detected || (!isInspected(declared) && detected === 'raw')
}

function isInspected(declared: string): boolean {
  return ['qcow2', 'vmdk', 'vhd', 'vhdx', 'vdi', 'iso', 'gpt', 'luks'].includes(declared)
}

/** A kernel or a ramdisk is not a disk; a compressed file does not tell the size of what is in it. */
function virtualSize(declared: string, inspection: Inspection): number | null {
  return declared === 'aki' || declared === 'ari' ? null : inspection.virtualSizeBytes
}

function explainMismatch(declared: string, inspection: Inspection, sizeBytes: number): string {
  if (sizeBytes === 0) {
    return `The data is empty, so it is not ${describeFormat(declared)}. Upload the disk image, or declare disk_format "raw" for an image without data.`
  }
  const detected = inspection.format
  const detail = inspection.detail ? ` (${inspection.detail})` : ''
  const start = `The data is ${describeFormat(detected)}${detail}, but the image declares disk_format "${declared}".`
  if (COMPRESSED.includes(detected)) {
    return `${start} Unpack the file and upload what is in it, or declare container_format "compressed" if your cloud unpacks images.`
  }
  return `${start} Set disk_format to "${remedyFormat(detected)}", or upload ${describeFormat(declared)}.`
}

/** Partitioned and encrypted disks are declared raw: that is what every cloud allows. */
function remedyFormat(detected: DetectedFormat): string {
  return detected === 'gpt' || detected === 'luks' ? 'raw' : detected
}

function joinMessages(findings: readonly Finding[]): string {
  return findings.map((finding) => finding.message).join(' ')
}

function refuse(code: 'mismatch' | 'danger' | 'unsupported', message: string): Verdict {
  return { ok: false, code, message }
}
