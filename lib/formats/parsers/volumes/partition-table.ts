import { checksumWithout, crc32 } from '../../checksum.ts'
import type { Evidence } from '../../evidence.ts'
import { type Finding, warning } from '../../types.ts'
import type { Parsed } from '../parsed.ts'
import { describeVolume } from './boot-sector.ts'

const SIGNATURE = 0xaa55
const PROTECTIVE = 0xee

interface Partition {
  readonly active: number
  readonly type: number
  readonly sectors: number
}

/**
 * A partitioned disk: GPT (UEFI specification, chapter 5) or MBR. The protective MBR of a GPT may be missing, empty or
 * hybrid; a boot sector of a volume or a kernel carries the same signature but is not one.
 */
export function parsePartitionTable(evidence: Evidence): Parsed | null {
  const partitions = readPartitions(evidence)
  const blockSize = [512, 4096].find((size) => evidence.text(size, 8) === 'EFI PART')
  const virtualSize = evidence.sizeBytes === null ? null : BigInt(evidence.sizeBytes)
  if (blockSize) {
    return {
      format: 'gpt',
      virtualSize,
      detail: describeGpt(partitions),
      findings: checkGpt(evidence, blockSize),
    }
  }
  if (!partitions || describeVolume(evidence)) return null
  return {
    format: 'gpt',
    virtualSize,
    detail: describeMbr(partitions),
    findings: checkProtective(partitions),
  }
}

/** The four entries of the MBR; null when the signature or the shape of an entry is wrong. */
function readPartitions(evidence: Evidence): Partition[] | null {
  const sector = evidence.view(0, 512)
  if (sector.getUint16(510, true) !== SIGNATURE) return null
  const partitions = [446, 462, 478, 494].map((at) => ({
    active: sector.getUint8(at),
    type: sector.getUint8(at + 4),
    sectors: sector.getUint32(at + 12, true),
  }))
  const plausible = partitions.every(
    ({ active, type, sectors }) => (active === 0 || active === 0x80) && (type === 0 || sectors > 0),
  )
  return plausible ? partitions : null
}

function used(partitions: readonly Partition[]): Partition[] {
  return partitions.filter((partition) => partition.type !== 0)
}

function describeGpt(partitions: readonly Partition[] | null): string {
  const hybrid = used(partitions ?? []).some((partition) => partition.type !== PROTECTIVE)
  return hybrid ? 'GPT with hybrid MBR' : 'GPT'
}

function describeMbr(partitions: readonly Partition[]): string {
  const count = used(partitions).length
  return count === 0 ? 'MBR without partitions' : `MBR, ${count} partition${count === 1 ? '' : 's'}`
}

function checkProtective(partitions: readonly Partition[]): Finding[] {
  if (!used(partitions).some((partition) => partition.type === PROTECTIVE)) return []
  return [
    warning(
      'gpt-damaged',
      'This disk announces a GPT partition table that is not there. It may not boot; check it with "sgdisk --verify".',
    ),
  ]
}

function checkGpt(evidence: Evidence, blockSize: number): Finding[] {
  const header = evidence.view(blockSize, blockSize)
  const headerBytes = header.getUint32(12, true)
  const sound =
    headerBytes >= 92 &&
    headerBytes <= blockSize &&
    checksumWithout(crc32, evidence.bytes(blockSize, headerBytes), 16) === header.getUint32(16, true)
  if (!sound)
    return [
      warning(
        'gpt-damaged',
        'The GPT partition table of this disk is damaged. It may not boot; check it with "sgdisk --verify".',
      ),
    ]
  const backup = (header.getBigUint64(32, true) + 1n) * BigInt(blockSize)
  if (evidence.sizeBytes === null || backup <= BigInt(evidence.sizeBytes)) return []
  return [
    warning(
      'gpt-truncated',
      'The partition table describes a larger disk than this file: the file is probably cut short. Compare its size with the original.',
    ),
  ]
}
