import type { Evidence } from '../../evidence.ts'

/**
 * Names content that carries the boot signature 55 AA without being a partitioned disk: a file system on the whole disk,
 * a kernel, a boot floppy. From Microsoft's FAT, NTFS and exFAT boot sector layouts, the Linux x86 boot protocol and
 * the layout of ext file systems. Null when nothing of the kind is recognised.
 */
export function describeVolume(evidence: Evidence): string | null {
  const sector = evidence.view(0, 1084)
  const name = evidence.text(3, 8)
  if (evidence.text(514, 4) === 'HdrS') return 'Linux kernel'
  if (evidence.text(56, 4) === 'ARM\x64') return 'Linux kernel (arm64)'
  if (name === 'NTFS    ') return 'NTFS volume'
  if (name === 'EXFAT   ') return 'exFAT volume'
  if (isFat(evidence, sector)) return 'FAT volume'
  if (sector.getUint16(1080, true) === 0xef53) return 'ext file system'
  if (evidence.text(0, 4) === 'XFSB') return 'XFS file system'
  return null
}

/** A jump, then a BIOS parameter block whose fields make sense together. */
function isFat(evidence: Evidence, sector: DataView): boolean {
  const jump = evidence.bytes(0, 3)
  const jumps = (jump[0] === 0xeb && jump[2] === 0x90) || jump[0] === 0xe9
  const sectorsPerCluster = sector.getUint8(13)
  return (
    jumps &&
    [512, 1024, 2048, 4096].includes(sector.getUint16(11, true)) &&
    sectorsPerCluster > 0 &&
    (sectorsPerCluster & (sectorsPerCluster - 1)) === 0 &&
    sector.getUint16(14, true) > 0 &&
    [1, 2].includes(sector.getUint8(16)) &&
    (sector.getUint8(21) === 0xf0 || sector.getUint8(21) >= 0xf8)
  )
}
