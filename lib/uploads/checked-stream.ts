import { createHash } from 'node:crypto'
import { DomainError } from '#lib/domain/errors.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import type { InterruptibleSource } from './interruptible.ts'

/** The source, failing at its end with `invalid` (field `checksum`) when its bytes do not have the checksum. */
export function checked(
  source: InterruptibleSource,
  checksum: ExpectedHash | undefined,
): InterruptibleSource {
  if (checksum === undefined) return source
  const hash = createHash(checksum.algo)
  return {
    ...source,
    async next() {
      const chunk = await source.next()
      if (chunk !== null) hash.update(chunk)
      else assertEqual(hash.digest('hex'), checksum)
      return chunk
    },
  }
}

function assertEqual(actual: string, { algo, value }: ExpectedHash): void {
  if (actual === value) return
  throw new DomainError(
    'invalid',
    `This part arrived with ${algo} ${actual} instead of ${value}; send it again.`,
    {
      field: 'checksum',
    },
  )
}
