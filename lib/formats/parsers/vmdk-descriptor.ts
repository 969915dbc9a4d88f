import type { Evidence } from '../evidence.ts'
import { danger, type Finding } from '../types.ts'

/** Only these describe a whole disk in the same file. */
const SELF_CONTAINED = new Set(['monolithicsparse', 'streamoptimized'])
/** QEMU guesses from the first 512 bytes, older ones from 2048. */
const GUESS_BYTES = 2048

/**
 * True for a text that is opened as a VMDK descriptor. The usual first comment is enough; so is what QEMU asks for:
 * nothing but comments and blank lines before a line `version=`. Bytes are compared as they are: padding with NUL or
 * text that is not ASCII does not stop QEMU, so it must not stop us.
 */
export function isDescriptorFile(evidence: Evidence): boolean {
  const text = evidence.text(0, GUESS_BYTES)
  if (/^\s*#\s*disk descriptor\s*file/i.test(text)) return true
  const line = text
    .split(/[\r\n]+/)
    .find((candidate) => candidate.trim() !== '' && !candidate.startsWith('#'))
  return line !== undefined && /^\s*version\s*=\s*\d+\s*\0*$/i.test(line)
}

/** The first `createType` of a descriptor; null without one. */
export function createTypeOf(text: string): string | null {
  return createTypes(text)[0] ?? null
}

/** Checks an embedded descriptor: it may describe only the file it is in. `qemuArea` is where QEMU looks for the parent instead. */
export function checkDescriptor(text: string, qemuArea: string): Finding[] {
  return [...checkType(text), ...checkExtents(text), ...checkParent(`${text}\n${qemuArea}`)]
}

function createTypes(text: string): string[] {
  return [...text.matchAll(/createType\s*=\s*"?([^"\r\n\0]*)/gi)].map((match) => (match[1] ?? '').trim())
}

function checkType(text: string): Finding[] {
  const types = createTypes(text)
  if (types.length === 0) return [missingDescriptor()]
  if (types.every((type) => SELF_CONTAINED.has(type.toLowerCase()))) return []
  return [
    danger(
      'vmdk-subformat',
      `This VMDK is of the kind ${printable(types.join(', '))}; only monolithicSparse and streamOptimized are whole disks in one file. Convert it with "qemu-img convert -O vmdk -o subformat=streamOptimized" and upload the result.`,
    ),
  ]
}

/** For a sparse extent that nothing describes. */
export function missingDescriptor(): Finding {
  return danger(
    'vmdk-no-descriptor',
    'This VMDK carries no descriptor, so it is one piece of a disk that is split over several files. Convert the whole disk with "qemu-img convert -O qcow2" and upload the result.',
  )
}

/** An extent line: access, sectors, kind, then the name of the file in quotes. */
function checkExtents(text: string): Finding[] {
  const lines = text.split(/[\r\n\0]+/).flatMap((line) => {
    const match = /^\s*(?:RW|RDONLY|NOACCESS)\s+\S+\s+(\S+)(.*)$/i.exec(line)
    return match ? [{ kind: match[1] ?? '', rest: match[2] ?? '' }] : []
  })
  const harmless =
    lines.length <= 1 &&
    lines.every(({ kind, rest }) => kind.toUpperCase() === 'SPARSE' && !/[\\/]/.test(rest))
  if (harmless) return []
  return [
    danger(
      'vmdk-external-extents',
      'This VMDK names other files or devices as parts of the disk: it is not complete, and a host opening it could be made to read a file of its own. ' +
        'Convert it with "qemu-img convert -O vmdk -o subformat=streamOptimized" and upload the result.',
    ),
  ]
}

function checkParent(text: string): Finding[] {
  const parents = [...text.matchAll(/parentCID\s*=\s*"?([0-9a-z]+)/gi)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  )
  if (!/parentFileNameHint/i.test(text) && parents.every((parent) => parent === 'ffffffff')) return []
  return [
    danger(
      'vmdk-parent',
      'This VMDK holds only the differences to a parent disk: it is not complete, and a host opening it could be made to read a file of its own. ' +
        'Merge it with "qemu-img convert" (or consolidate the snapshots) and upload the result.',
    ),
  ]
}

/** Content is not trusted to be short or printable when it goes into a message. */
function printable(text: string): string {
  return text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')
}
