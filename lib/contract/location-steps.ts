import { z } from 'zod'
import { invalid } from '../domain/errors.ts'
import type { LocationStep, NewLocation } from '../domain/locations.ts'
import { isStorable } from './text.ts'

const storable = z.string().refine(isStorable)
const hex = storable.transform((text) => text.toLowerCase())
const validationData = z.strictObject({
  checksum: hex.optional(),
  os_hash_algo: storable.optional(),
  os_hash_value: hex.optional(),
})
const location = z.strictObject({
  url: storable.min(1).max(1024),
  metadata: z.record(storable, storable),
  validation_data: validationData.optional(),
})

/** The value of a step on `/locations`. @throws `invalid` */
function parseLocation(value: unknown): NewLocation {
  const parsed = location.safeParse(value)
  if (!parsed.success) {
    throw invalid(
      'A location must be an object with url, metadata (texts by name) and, if you like, validation_data.',
      'locations',
    )
  }
  const { url, metadata, validation_data: said = {} } = parsed.data
  // The store is the url's, whatever a client read it with.
  const { store: _, ...kept } = metadata
  return { url, metadata: kept, validation: toValidation(said) }
}

function toValidation(said: z.output<typeof validationData>): NewLocation['validation'] {
  return {
    ...(said.checksum === undefined ? {} : { checksum: said.checksum }),
    ...(said.os_hash_algo === undefined ? {} : { hashAlgo: said.os_hash_algo }),
    ...(said.os_hash_value === undefined ? {} : { hashValue: said.os_hash_value }),
  }
}

/** A step on locations: one is added or removed at an index or the end, all are replaced. @throws `invalid` */
export function parseLocationStep(
  op: 'add' | 'replace' | 'remove',
  token: string | undefined,
  value: unknown,
): LocationStep {
  if (op === 'replace') {
    if (!Array.isArray(value))
      throw invalid('/locations must be replaced by a list of locations.', 'locations')
    return { on: 'locations', op, locations: value.map(parseLocation) }
  }
  const index = parseIndex(op, token ?? '')
  return op === 'add'
    ? { on: 'locations', op, index, location: parseLocation(value) }
    : { on: 'locations', op, index }
}

function parseIndex(op: 'add' | 'remove', token: string): number | null {
  if (token === '-') return null
  if (/^\d{1,6}$/.test(token)) return Number(token)
  throw invalid(
    `A location is to ${op} at its number from 0, or at “-” for the end, not at ${token}.`,
    'path',
  )
}
/** The body of `POST …/locations`. Both hashes or none. @throws `invalid` */
export function parseLocationBody(body: unknown): LocationRequest {
  const parsed = locationBody.safeParse(body)
  if (!parsed.success) {
    throw invalid(
      'The body must be an object with url and, if you like, validation_data with both os_hash_algo and os_hash_value.',
    )
  }
  const { url, validation_data: said } = parsed.data
  const hash = said === undefined ? null : { algo: said.os_hash_algo, value: said.os_hash_value }
  if (hash !== null && hash.value.length !== HEX_DIGITS[hash.algo]) {
    throw invalid(
      `os_hash_value must have ${HEX_DIGITS[hash.algo]} hexadecimal digits for ${hash.algo}.`,
      'os_hash_value',
    )
  }
  return { url, hash }
}

const HEX_DIGITS = { md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const
const locationBody = z.strictObject({
  url: storable.min(1).max(1024),
  validation_data: z
    .strictObject({
      os_hash_algo: z.enum(['md5', 'sha1', 'sha256', 'sha512']),
      os_hash_value: hex.refine((text) => /^[0-9a-f]+$/.test(text)),
    })
    .optional(),
})

export interface LocationRequest {
  readonly url: string
  readonly hash: { readonly algo: keyof typeof HEX_DIGITS; readonly value: string } | null
}
