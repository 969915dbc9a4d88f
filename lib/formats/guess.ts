import type { DetectedFormat, Inspection } from './types.ts'

/** What a form should propose for a file. */
export interface FormatGuess {
  readonly diskFormat: string
  readonly containerFormat: string
  /** Name for the image; empty when the file name has nothing to offer. */
  readonly name: string
}

const COMPRESSION_ENDINGS = ['gz', 'xz', 'zst', 'zstd', 'zip']
/** File name endings and the disk format they stand for. */
const DISK_FORMATS: Record<string, string> = {
  raw: 'raw',
  img: 'raw',
  dd: 'raw',
  bin: 'raw',
  qcow2: 'qcow2',
  qcow: 'qcow2',
  vmdk: 'vmdk',
  ova: 'vmdk',
  vhd: 'vhd',
  vpc: 'vhd',
  vhdx: 'vhdx',
  vdi: 'vdi',
  iso: 'iso',
  hdd: 'ploop',
  hds: 'ploop',
  ploop: 'ploop',
}
const COMPRESSED: readonly DetectedFormat[] = ['gzip', 'xz', 'zstd', 'zip']
/** Under these names no cloud knows a disk format of that name in its default settings; the bytes are a raw disk. */
const PLAIN_DISKS: readonly DetectedFormat[] = ['gpt', 'luks', 'raw']

/** Proposes formats from the content first, and from the file name where the content does not decide. */
export function guessFormats(inspection: Inspection, fileName: string): FormatGuess {
  const { base, endings } = splitName(fileName)
  const name = base.replace(/[_\s]+/g, ' ').trim()
  if (endings.includes('ova')) return { diskFormat: 'vmdk', containerFormat: 'ova', name }
  const boot = bootPart(base, inspection)
  if (boot) return { diskFormat: boot, containerFormat: 'bare', name }
  if (COMPRESSED.includes(inspection.format)) {
    const inner = endings.flatMap((ending) => DISK_FORMATS[ending] ?? [])[0]
    return { diskFormat: inner ?? 'raw', containerFormat: 'compressed', name }
  }
  const diskFormat = PLAIN_DISKS.includes(inspection.format) ? 'raw' : inspection.format
  return { diskFormat, containerFormat: 'bare', name }
}

/** Takes the folder and the known endings off: `debian-12.qcow2.xz` is `debian-12` with `qcow2` and `xz`. */
function splitName(fileName: string): { base: string; endings: string[] } {
  const parts = (fileName.split(/[\\/]/).pop() ?? '').split('.')
  const endings: string[] = []
  while (parts.length > 1 && isKnownEnding(parts.at(-1) ?? ''))
    endings.unshift((parts.pop() ?? '').toLowerCase())
  return { base: parts.join('.'), endings }
}

function isKnownEnding(ending: string): boolean {
  const lower = ending.toLowerCase()
  return COMPRESSION_ENDINGS.includes(lower) || Object.hasOwn(DISK_FORMATS, lower)
}

/** Kernels and ramdisks are known by the names that distributions give them. */
function bootPart(base: string, inspection: Inspection): 'aki' | 'ari' | null {
  if (inspection.format !== 'raw' && !COMPRESSED.includes(inspection.format)) return null
  if (/^(initrd|initramfs)\b/i.test(base)) return 'ari'
  return /^(vmlinuz|bzimage|vmlinux)\b/i.test(base) || inspection.detail?.startsWith('Linux kernel')
    ? 'aki'
    : null
}
