import { createHash } from 'node:crypto'
import type { ExpectedHash } from '#lib/domain/upload.ts'

export type DataHashes = Readonly<Record<ExpectedHash['algo'], string>> & { readonly sizeBytes: number }

/** Reads the stream to its end, one piece at a time. `tell` hears how far it is. */
export async function hashData(
  stream: AsyncIterable<Uint8Array>,
  extra: ExpectedHash['algo'] | null,
  tell: (doneBytes: number) => void,
): Promise<Partial<DataHashes> & Pick<DataHashes, 'md5' | 'sha512' | 'sizeBytes'>> {
  const md5 = createHash('md5')
  const sha512 = createHash('sha512')
  const other = extra === 'sha1' || extra === 'sha256' ? createHash(extra) : null
  let sizeBytes = 0
  for await (const piece of stream) {
    for (const hash of [md5, sha512, other]) hash?.update(piece)
    sizeBytes += piece.length
    tell(sizeBytes)
  }
  return {
    ...(extra === null || other === null ? {} : { [extra]: other.digest('hex') }),
    ...{ md5: md5.digest('hex'), sha512: sha512.digest('hex'), sizeBytes },
  }
}
