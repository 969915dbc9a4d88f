import type { Evidence } from '../evidence.ts'
import type { Parsed } from './parsed.ts'

const VERSION_1 = 'WithoutFreeSpace'
const VERSION_2 = 'WithouFreSpacExt'

/** Expandable ploop / Parallels images, from QEMU's description of them (docs/interop/parallels). */
export function parsePloop(evidence: Evidence): Parsed | null {
  const mark = evidence.text(0, 16)
  if (mark !== VERSION_1 && mark !== VERSION_2) return null
  const header = evidence.view(0, 64)
  // Version 1 counts sectors in 32 bits and leaves the upper half undefined.
  const sectors = mark === VERSION_1 ? BigInt(header.getUint32(36, true)) : header.getBigUint64(36, true)
  return {
    format: 'ploop',
    virtualSize: sectors * 512n,
    detail: mark === VERSION_1 ? 'version 1' : 'version 2',
    findings: [],
  }
}
