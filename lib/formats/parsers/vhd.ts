import { type Evidence, type Range, toOffset } from '../evidence.ts'
import { danger, type Finding, warning } from '../types.ts'
import type { Parsed } from './parsed.ts'

const COOKIE = 'conectix'
const FOOTER_BYTES = 512
const DYNAMIC_HEADER_BYTES = 1024
const FIXED = 2
const DYNAMIC = 3
const DIFFERENCING = 4
const KINDS: Record<number, string> = {
  [FIXED]: 'fixed',
  [DYNAMIC]: 'dynamic',
  [DIFFERENCING]: 'differencing',
}

/**
 * Virtual PC / Hyper-V disks, from Microsoft's "Virtual Hard Disk Image Format Specification" 1.0. A dynamic disk starts
 * with a copy of the footer; a fixed one is the raw disk with the footer behind it, so it is known only at its end.
 */
export function parseVhd(evidence: Evidence): Parsed | null {
  const copy = evidence.text(0, 8) === COOKIE ? evidence.view(0, FOOTER_BYTES) : null
  const footer = findFooter(evidence)
  const main = copy ?? footer
  if (!main) return null
  const kind = kindOf(main)
  return {
    format: 'vhd',
    virtualSize: main.getBigUint64(48),
    detail: KINDS[kind] ?? `type ${kind}`,
    findings: [
      ...checkKinds(copy, footer),
      ...checkDynamicHeader(evidence, copy),
      ...checkLength(evidence, copy, footer),
    ],
    wrapsContent: copy === null && kind === FIXED,
  }
}

/** The header of a dynamic disk, when it lies behind the head. */
export function locateVhd(head: Evidence): Range[] {
  if (head.text(0, 8) !== COOKIE) return []
  const offset = toOffset(head.view(0, FOOTER_BYTES).getBigUint64(16))
  return offset === null ? [] : [{ offset, length: DYNAMIC_HEADER_BYTES }]
}

function kindOf(footer: DataView): number {
  return footer.getUint32(60)
}

/** In the last sector, which may be incomplete (Virtual PC before 2004 wrote 511 bytes), or in the last 512 bytes. */
function findFooter(evidence: Evidence): DataView | null {
  if (evidence.sizeBytes === null) return null
  const lastSector = Math.ceil(evidence.sizeBytes / 512) * 512 - FOOTER_BYTES
  for (const offset of [lastSector, evidence.sizeBytes - FOOTER_BYTES]) {
    if (offset >= 0 && evidence.text(offset, 8) === COOKIE) return evidence.view(offset, FOOTER_BYTES)
  }
  return null
}

function checkKinds(copy: DataView | null, footer: DataView | null): Finding[] {
  const kinds = [copy, footer].flatMap((block) => (block ? [kindOf(block)] : []))
  if (kinds.includes(DIFFERENCING)) return [differencing()]
  if (kinds.every((kind) => kind === FIXED || (kind === DYNAMIC && copy))) return []
  return [
    danger(
      'vhd-invalid',
      'The parts of this VHD contradict each other, so it cannot be checked for safety. Convert it with "qemu-img convert -O vpc" and upload the result.',
    ),
  ]
}

function differencing(): Finding {
  return danger(
    'vhd-differencing',
    'This VHD holds only the differences to a parent disk: it is not complete, and a host opening it could be made to read a file of its own. Merge it into its parent and upload the result.',
  )
}

/** "cxsparse", then the parent's name at 64 (512 bytes) and eight parent locators of 24 bytes at 576: all zero without a parent. */
function checkDynamicHeader(evidence: Evidence, copy: DataView | null): Finding[] {
  if (!copy || kindOf(copy) === FIXED) return []
  const offset = toOffset(copy.getBigUint64(16))
  const reachable = offset !== null && evidence.holds(offset, DYNAMIC_HEADER_BYTES)
  if (!reachable || evidence.text(offset, 8) !== 'cxsparse') {
    const message =
      'This VHD has no readable header for a dynamic disk, so it cannot be checked for safety. Convert it with "qemu-img convert -O vpc" and upload the result.'
    return [danger('vhd-invalid-header', message)]
  }
  const parentFields = evidence.bytes(offset + 64, 512 + 8 * 24)
  return parentFields.some((byte) => byte !== 0) ? [differencing()] : []
}

function checkLength(evidence: Evidence, copy: DataView | null, footer: DataView | null): Finding[] {
  if (evidence.sizeBytes === null) return []
  const advice = 'The file is probably cut short. Compare its size with the original.'
  if (!footer)
    return [warning('vhd-truncated', `This VHD lacks the footer that belongs at its end. ${advice}`)]
  if (!copy && footer.getBigUint64(48) > BigInt(evidence.sizeBytes)) {
    return [
      warning('vhd-truncated', `This VHD is shorter than the disk that its footer describes. ${advice}`),
    ]
  }
  return []
}
