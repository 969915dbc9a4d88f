import type { Evidence } from '../../evidence.ts'
import { type Finding, warning } from '../../types.ts'
import type { Parsed } from '../parsed.ts'

const FIRST_SECTOR = 16
const SECTOR = 2048
/** Volume descriptors looked at; real discs have fewer than ten. */
const DESCRIPTORS = 64
const PRIMARY = 1
const NSR = new Set(['NSR02', 'NSR03'])
const KNOWN = new Set(['CD001', 'BEA01', 'TEA01', 'BOOT2', 'CDW02', ...NSR])

interface Descriptor {
  readonly id: string
  readonly offset: number
}

/**
 * Optical discs: ISO 9660 (ECMA-119 section 8) and UDF (ECMA-167 part 2 section 9 and part 3), alone or together. The
 * virtual size is that of the file, because that is the disk a guest sees.
 */
export function parseIso(evidence: Evidence): Parsed | null {
  const descriptors = readDescriptors(evidence)
  const iso9660 = descriptors.some((descriptor) => descriptor.id === 'CD001')
  const udf = descriptors.some((descriptor) => NSR.has(descriptor.id))
  if (!iso9660 && !udf) return null
  const names = [...(iso9660 ? ['ISO 9660'] : []), ...(udf ? ['UDF'] : [])]
  return {
    format: 'iso',
    virtualSize: evidence.sizeBytes === null ? null : BigInt(evidence.sizeBytes),
    detail: names.join(' and '),
    findings: checkLength(evidence, descriptors),
  }
}

/** The identifiers stand one sector after another, in the second to sixth byte, until something else comes. */
function readDescriptors(evidence: Evidence): Descriptor[] {
  const descriptors: Descriptor[] = []
  for (let index = 0; index < DESCRIPTORS; index++) {
    const offset = (FIRST_SECTOR + index) * SECTOR
    const id = evidence.text(offset + 1, 5)
    if (!KNOWN.has(id)) break
    descriptors.push({ id, offset })
  }
  return descriptors
}

function checkLength(evidence: Evidence, descriptors: readonly Descriptor[]): Finding[] {
  const primary = descriptors.find(
    ({ id, offset }) => id === 'CD001' && evidence.bytes(offset, 1)[0] === PRIMARY,
  )
  if (!primary || evidence.sizeBytes === null) return []
  const view = evidence.view(primary.offset, 132)
  const volumeBytes = view.getUint32(80, true) * view.getUint16(128, true)
  if (volumeBytes <= evidence.sizeBytes) return []
  return [
    warning(
      'iso-truncated',
      'The disc is larger than this file: the file is probably cut short. Compare its size with the original.',
    ),
  ]
}
