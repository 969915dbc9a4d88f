import { createHash } from 'node:crypto'
import { DomainError } from '#lib/domain/errors.ts'
import type { RemoteAnswer } from '../remote/transport.ts'
import type { S3Encryption } from './s3-options.ts'

/** Headers that encryption asks for. */
export interface EncryptionHeaders {
  /** When an object or a multipart upload is made. */
  readonly ofNew: Readonly<Record<string, string>>
  /** With each part, and whenever an object is read. */
  readonly ofParts: Readonly<Record<string, string>>
  /** In the answer to whatever is made. */
  readonly confirmed: Readonly<Record<string, string>>
}

/** What the servers are told with each request. */
export function encryptionHeaders(encryption: S3Encryption | undefined): EncryptionHeaders {
  const sse = 'x-amz-server-side-encryption'
  switch (encryption?.type) {
    case undefined:
      return { ofNew: {}, ofParts: {}, confirmed: {} }
    case 'AES256':
      return { ofNew: { [sse]: 'AES256' }, ofParts: {}, confirmed: { [sse]: 'AES256' } }
    case 'aws:kms': {
      const key = encryption.keyId === undefined ? {} : { [`${sse}-aws-kms-key-id`]: encryption.keyId }
      return { ofNew: { [sse]: 'aws:kms', ...key }, ofParts: {}, confirmed: { [sse]: 'aws:kms' } }
    }
    case 'customer': {
      const key = Buffer.from(encryption.key.reveal(), 'base64')
      const algorithm = { [`${sse}-customer-algorithm`]: 'AES256' }
      const md5 = createHash('md5').update(key).digest('base64')
      const headers = {
        ...algorithm,
        [`${sse}-customer-key`]: key.toString('base64'),
        [`${sse}-customer-key-md5`]: md5,
      }
      return { ofNew: headers, ofParts: headers, confirmed: algorithm }
    }
  }
}

/** Servers that do not know a kind of encryption may ignore it, and keep what is to be secret as it is (Ceph 16 and `AES256`). */
export function assertEncrypted(
  { storeId, encryption }: { readonly storeId: string; readonly encryption: EncryptionHeaders },
  { headers }: Pick<RemoteAnswer, 'headers'>,
): void {
  const isConfirmed = Object.entries(encryption.confirmed).every(([name, value]) => headers[name] === value)
  if (isConfirmed) return
  throw new DomainError(
    'unavailable',
    `The store ${storeId} does not encrypt data as it is told to. An administrator must set its encryption right.`,
  )
}
