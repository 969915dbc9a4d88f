import { invalid } from '../domain/errors.ts'
import type { ExpectedHash } from '../domain/upload.ts'

/** Ours: on `PUT …/file`, the hash that the data must turn out to have, as `sha256:<hex>`. */
export const EXPECTED_HASH_HEADER = 'x-vitrine-expected-hash'

const HEX_DIGITS = { md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const satisfies Record<
  ExpectedHash['algo'],
  number
>

/** @param field where it was said, for the message @throws `invalid` */
export function parseExpectedHash(text: string, field: string = EXPECTED_HASH_HEADER): ExpectedHash {
  const [name = '', value = '', ...rest] = text.trim().toLowerCase().split(':')
  const algo = (Object.keys(HEX_DIGITS) as ExpectedHash['algo'][]).find((candidate) => candidate === name)
  if (
    algo === undefined ||
    rest.length > 0 ||
    value.length !== HEX_DIGITS[algo] ||
    !/^[0-9a-f]+$/.test(value)
  ) {
    throw invalid(
      'The expected hash must be md5, sha1, sha256 or sha512, a colon, and the hash in hexadecimal.',
      field,
    )
  }
  return { algo, value }
}
