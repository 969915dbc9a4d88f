import { constants, type KeyObject } from 'node:crypto'
import { type DomainError, invalid } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { BlockPool } from '#lib/uploads/blocks.ts'
import type { HashPool } from '#lib/uploads/hash-pool.ts'
import { type CertificateSource, validCertificate } from './certificates.ts'
import { type ImageSignature, type KeyType, signatureOf } from './image-signature.ts'

/** Staged data that can be read at any place. */
interface SignedData {
  readonly sizeBytes: number
  /** Fills `target` from `offset` on; gives the count. */
  read(offset: number, target: Uint8Array): Promise<number>
}

/**
 * Checks the signature that an image's properties announce over the whole data; without all four properties there is
 * nothing to check. `assertGoing` is asked before each block. Reads the data once, a block at a time, and hashes it on
 * the hash threads.
 * @throws `invalid` a wrong signature, or a certificate that cannot be used; `unavailable`; what `assertGoing` throws
 */
export type AssertSigned = (
  image: Pick<Image, 'properties'>,
  data: SignedData,
  assertGoing?: () => void,
) => Promise<void>

export interface SignatureDeps {
  readonly certificates: CertificateSource
  readonly hashes: Pick<HashPool, 'beginVerification'>
  readonly blocks: BlockPool
  readonly nowMs: () => number
}

export function createSignatureCheck(deps: SignatureDeps): AssertSigned {
  return async ({ properties }, data, assertGoing = () => {}) => {
    const announced = signatureOf(properties)
    if (announced === null) return
    const { publicKey } = await validCertificate(deps.certificates, announced.certificateId, deps.nowMs())
    assertKeyType(publicKey, announced.keyType)
    if (await verify(deps, announced, publicKey, { data, assertGoing })) return
    throw wrong('The data does not have the signature that the image announces.', 'img_signature')
  }
}

/** A key of another type would verify nothing, or something else than was announced. */
function assertKeyType(key: KeyObject, wanted: KeyType): void {
  if (typesOf(key) === wanted) return
  throw wrong(
    `The key of the certificate is not of the type ${wanted} that the image announces.`,
    'img_signature_key_type',
  )
}

function typesOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  if (asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss') return 'RSA-PSS'
  if (asymmetricKeyType === 'dsa') return 'DSA'
  return `ECC_${(asymmetricKeyDetails?.namedCurve ?? '').toUpperCase()}`
}

interface Reading {
  readonly data: SignedData
  readonly assertGoing: () => void
}

async function verify(
  { hashes, blocks }: SignatureDeps,
  { hash, signature, keyType }: ImageSignature,
  publicKey: KeyObject,
  { data, assertGoing }: Reading,
): Promise<boolean> {
  const verification = hashes.beginVerification(hash)
  const block = blocks.take()
  try {
    for (let offset = 0; offset < data.sizeBytes; ) {
      assertGoing()
      const count = await data.read(offset, block.bytes)
      if (count === 0) throw new Error('Staged bytes have vanished while their signature was checked.')
      await verification.update(block, count)
      offset += count
    }
    return await verification.verify({
      key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      ...(keyType === 'RSA-PSS' ? PSS : {}),
      signature,
    })
  } finally {
    verification.drop()
    blocks.give(block)
  }
}

/** Signing tools differ in the length of the salt; it can be read from the signature. */
const PSS = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_AUTO,
}

function wrong(message: string, field: string): DomainError {
  return invalid(`${message} Nothing of it was kept.`, field)
}
