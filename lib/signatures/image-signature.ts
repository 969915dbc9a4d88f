import { type DomainError, invalid } from '#lib/domain/errors.ts'

/** What an image's properties say about its signature, checked for form. */
export interface ImageSignature {
  readonly signature: Uint8Array
  readonly hash: SignatureHash
  readonly keyType: KeyType
  readonly certificateId: string
}

export type SignatureHash = 'sha224' | 'sha256' | 'sha384' | 'sha512'

const HASHES: Readonly<Record<string, SignatureHash>> = {
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

/** As signing clients spell them; the curves stand for ECDSA over them. */
export const KEY_TYPES = [
  'RSA-PSS',
  'DSA',
  'ECC_SECT571K1',
  'ECC_SECT409K1',
  'ECC_SECT571R1',
  'ECC_SECT409R1',
  'ECC_SECP521R1',
  'ECC_SECP384R1',
] as const
export type KeyType = (typeof KEY_TYPES)[number]

const PROPERTIES = [
  'img_signature',
  'img_signature_hash_method',
  'img_signature_key_type',
  'img_signature_certificate_uuid',
] as const
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * The signature of an image; null unless all four properties are there, as in Glance.
 * @throws `invalid` when one of them makes no sense: such data must not pass as unsigned
 */
export function signatureOf(properties: Readonly<Record<string, string>>): ImageSignature | null {
  if (PROPERTIES.some((name) => properties[name] === undefined)) return null
  const value = (index: number) => properties[PROPERTIES[index] ?? ''] ?? ''
  const hash = Object.hasOwn(HASHES, value(1)) ? HASHES[value(1)] : undefined
  if (hash === undefined) throw wrong(1, `must be one of ${Object.keys(HASHES).join(', ')}`)
  const keyType = KEY_TYPES.find((each) => each === value(2))
  if (keyType === undefined) throw wrong(2, `must be one of ${KEY_TYPES.join(', ')}`)
  const certificateId = value(3).toLowerCase()
  if (!UUID.test(certificateId)) throw wrong(3, 'must be the UUID of a certificate')
  // Signing tools break the text into lines.
  const text = value(0).replace(/\s/g, '')
  if (!BASE64.test(text)) throw wrong(0, 'must be base64')
  return { signature: Buffer.from(text, 'base64'), hash, keyType, certificateId }
}

function wrong(index: number, must: string): DomainError {
  const name = PROPERTIES[index] ?? ''
  return invalid(`The signature of the image cannot be checked: ${name} ${must}.`, name)
}
