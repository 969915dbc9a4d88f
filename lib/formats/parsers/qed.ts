import type { Evidence } from '../evidence.ts'
import { danger } from '../types.ts'
import type { Parsed } from './parsed.ts'

/** QEMU enhanced disk, from QEMU's specification (docs/interop/qed_spec). Recognised only to be refused. */
export function parseQed(evidence: Evidence): Parsed | null {
  if (evidence.text(0, 4) !== 'QED\0') return null
  const message =
    'QED images are not accepted: the format is abandoned and may refer to other files on the host. Convert it with "qemu-img convert -O qcow2" and upload the result.'
  return {
    format: 'qed',
    virtualSize: evidence.view(0, 64).getBigUint64(48, true),
    findings: [danger('qed-banned', message)],
  }
}
