import { boundRanges, type Evidence, type Range } from './evidence.ts'
import { parseCompression } from './parsers/compression.ts'
import type { Parsed } from './parsers/parsed.ts'
import { parsePloop } from './parsers/ploop.ts'
import { parseQcow2 } from './parsers/qcow2.ts'
import { parseQed } from './parsers/qed.ts'
import { parseVdi } from './parsers/vdi.ts'
import { locateVhd, parseVhd } from './parsers/vhd.ts'
import { locateVhdx, parseVhdx } from './parsers/vhdx.ts'
import { locateVmdk, parseVmdk } from './parsers/vmdk.ts'
import { describeVolume } from './parsers/volumes/boot-sector.ts'
import { parseIso } from './parsers/volumes/iso.ts'
import { parseLuks } from './parsers/volumes/luks.ts'
import { parsePartitionTable } from './parsers/volumes/partition-table.ts'
import { danger, type Finding, type Inspection } from './types.ts'

/** What is opened as a disk of its own comes first; a partition table says least. */
const PARSERS: readonly ((evidence: Evidence) => Parsed | null)[] = [
  parseQcow2,
  parseVmdk,
  parseVhdx,
  parseQed,
  parseLuks,
  parsePloop,
  parseVdi,
  parseVhd,
  parseCompression,
  parseIso,
  parsePartitionTable,
]

/** Regions behind the head that a header points to; decided from the head alone, so that a stream can catch them. */
export function locateRegions(head: Evidence): Range[] {
  return boundRanges([...locateVmdk(head), ...locateVhd(head), ...locateVhdx(head)])
}

/** The verdict on gathered bytes. Pure; never throws, whatever the bytes are. */
export function examine(evidence: Evidence): Inspection {
  const found = PARSERS.flatMap((parse) => parse(evidence) ?? [])
  const main = pickMain(found) ?? rawDisk(evidence)
  const size = checkVirtualSize(main.virtualSize)
  return {
    format: main.format,
    virtualSizeBytes: size.virtualSizeBytes,
    findings: [...found.flatMap((parsed) => parsed.findings), ...checkAmbiguity(found), ...size.findings],
    ...(main.detail ? { detail: main.detail } : {}),
  }
}

function pickMain(found: readonly Parsed[]): Parsed | undefined {
  return found.find(
    (parsed) => !parsed.wrapsContent || found.every((other) => other === parsed || isPlainDisk(other)),
  )
}

/** A partitioned disk or a disc: content that may stand inside a fixed VHD. */
function isPlainDisk(parsed: Parsed): boolean {
  return parsed.format === 'gpt' || parsed.format === 'iso'
}

function rawDisk(evidence: Evidence): Parsed {
  const detail = describeVolume(evidence)
  const virtualSize = evidence.sizeBytes === null ? null : BigInt(evidence.sizeBytes)
  return { format: 'raw', virtualSize, findings: [], ...(detail ? { detail } : {}) }
}

/** Two formats at once are how a file passes as the one and is opened as the other. */
function checkAmbiguity(found: readonly Parsed[]): Finding[] {
  const wrapped = found.some((parsed) => parsed.wrapsContent)
  const hybridDisc = found.some((parsed) => parsed.format === 'iso')
  const distinct = found.filter((parsed) => {
    if (isPlainDisk(parsed) && wrapped) return false
    return !(parsed.format === 'gpt' && hybridDisc)
  })
  if (distinct.length < 2) return []
  const names = distinct.map((parsed) => parsed.format).join(' and ')
  return [
    danger(
      'several-formats',
      `This file can be read as ${names} at the same time, so what is checked is not what is opened. Convert it to one format with "qemu-img convert" and upload the result.`,
    ),
  ]
}

function checkVirtualSize(size: bigint | null): { virtualSizeBytes: number | null; findings: Finding[] } {
  if (size === null) return { virtualSizeBytes: null, findings: [] }
  if (size <= BigInt(Number.MAX_SAFE_INTEGER)) return { virtualSizeBytes: Number(size), findings: [] }
  const message = `The header says that the disk has ${size} bytes, which no disk can have. The file is damaged or was made to confuse; export it again.`
  return { virtualSizeBytes: null, findings: [danger('absurd-virtual-size', message)] }
}
