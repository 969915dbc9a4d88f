import { DomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { DetectedFormat } from '#lib/formats/types.ts'
import type { ImportPlugin } from '#lib/tasks/import-ports.ts'
import type { ProcessLimits } from './limited-process.ts'
import { lookAtFile } from './look-at-file.ts'
import { type Packing, unpackedPieces } from './unpacked-pieces.ts'
import { writeBounded } from './write-bounded.ts'

export interface DecompressionOptions extends ProcessLimits {
  /** How many times larger than its source the result may be, once it is larger than `freeBytes`. */
  readonly ratio: number
  readonly freeBytes?: number
}

const GIB = 1024 ** 3

/**
 * `image_decompression`: unpacks gzip, xz, zstd, and zip with a single file, told by their first bytes. Images of
 * container `compressed`, and kernels and ramdisks, are meant to be packed and stay as they are.
 */
export function createDecompression(options: DecompressionOptions): ImportPlugin {
  return {
    name: 'image_decompression',
    async run({ path, sizeBytes }, { image, scratchPath, mostBytes, signal, progress }) {
      const packing = isMeantPacked(image) ? null : await packingOf(path)
      if (packing === null) return {}
      const { ratio, freeBytes = GIB, memoryBytes, cpuSeconds } = options
      let readBytes = 0
      const onRead = (bytes: number) => {
        readBytes += bytes
        progress(Math.min(readBytes, sizeBytes), sizeBytes)
      }
      const pieces = unpackedPieces({ path, packing, signal, onRead, memoryBytes, cpuSeconds })
      await writeBounded(scratchPath, pieces, { mostBytes, ratio, freeBytes, sourceBytes: sizeBytes })
      await assertUnpacked(scratchPath)
      return { isReplaced: true }
    },
  }
}

function isMeantPacked({ containerFormat, diskFormat }: Image): boolean {
  if (containerFormat !== null && containerFormat !== 'bare') return true
  return diskFormat !== null && ['aki', 'ari', 'ami'].includes(diskFormat)
}

async function packingOf(path: string): Promise<Packing | null> {
  const { format } = (await lookAtFile(path)).inspection
  return isPacking(format) ? format : null
}

function isPacking(format: DetectedFormat): format is Packing {
  return format === 'gzip' || format === 'zip' || format === 'xz' || format === 'zstd'
}

/** Packed within packed is how bombs are built, and never how images are. */
async function assertUnpacked(path: string): Promise<void> {
  const inner = await packingOf(path)
  if (inner === null) return
  throw new DomainError(
    'unsupported_media',
    `The data is packed twice: there is ${inner} data in it. Pack it once.`,
  )
}
