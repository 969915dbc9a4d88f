import { DomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { inspect } from '#lib/formats/inspect.ts'
import { judge } from '#lib/formats/verdict.ts'

/** Data that can be read at any place. */
export interface ReadableData {
  readonly sizeBytes: number
  /** Fills `target` from `offset` on; gives the count. */
  read(offset: number, target: Uint8Array): Promise<number>
}

/** The virtual size of acceptable data. @throws `unsupported_media` */
export async function judgeData(
  { diskFormat, containerFormat }: Pick<Image, 'diskFormat' | 'containerFormat'>,
  data: ReadableData,
  requireMatch: boolean,
): Promise<number | null> {
  const { sizeBytes } = data
  const inspection = await inspect({
    sizeBytes,
    async read(offset, length) {
      const target = new Uint8Array(length)
      return target.subarray(0, await data.read(offset, target))
    },
  })
  const verdict = judge({ diskFormat, containerFormat, inspection, sizeBytes })
  if (verdict.ok) return verdict.virtualSizeBytes
  if (verdict.code === 'mismatch' && !requireMatch) return inspection.virtualSizeBytes
  throw new DomainError('unsupported_media', verdict.message)
}
