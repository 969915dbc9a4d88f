import type { Evidence } from '../evidence.ts'
import { danger, type Finding, warning } from '../types.ts'
import type { Parsed } from './parsed.ts'

const SIGNATURE = 0xbeda107f
const IMAGE_TYPES: Record<number, string> = { 1: 'dynamic', 2: 'static', 3: 'undo', 4: 'differencing' }

/** VirtualBox disk images, from the header layout that VirtualBox publishes (VDICore.h, header version 1.1). */
export function parseVdi(evidence: Evidence): Parsed | null {
  const header = evidence.view(0, 512)
  if (header.getUint32(64, true) !== SIGNATURE) return null
  const type = header.getUint32(76, true)
  return {
    format: 'vdi',
    virtualSize: header.getBigUint64(368, true),
    detail: IMAGE_TYPES[type] ?? `type ${type}`,
    findings: [...checkVersion(header), ...checkParent(evidence, type), ...checkLength(evidence, header)],
  }
}

function checkVersion(header: DataView): Finding[] {
  const major = header.getUint16(70, true)
  const minor = header.getUint16(68, true)
  if (major === 1 && minor === 1) return []
  return [
    danger(
      'vdi-unknown-version',
      `This VDI image has version ${major}.${minor}; only 1.1 can be checked for safety. Convert it with a current VirtualBox or qemu-img.`,
    ),
  ]
}

/** The UUIDs of the parent (424) and of the parent's last change (440) are zero in an image that stands alone. */
function checkParent(evidence: Evidence, type: number): Finding[] {
  const linked = evidence.bytes(424, 32).some((byte) => byte !== 0)
  if (!linked && (type === 1 || type === 2)) return []
  return [
    danger(
      'vdi-parent',
      'This VDI image holds only the differences to another disk, so it is not complete. Merge it with "VBoxManage clonemedium" and upload the result.',
    ),
  ]
}

function checkLength(evidence: Evidence, header: DataView): Finding[] {
  if (evidence.sizeBytes === null || header.getUint32(340, true) < evidence.sizeBytes) return []
  return [
    warning(
      'vdi-truncated',
      'The file ends before the block map that its header points to: it is probably cut short. Compare its size with the original.',
    ),
  ]
}
