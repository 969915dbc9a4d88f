import type { Secret } from '#lib/config/fields.ts'
import type { RetryPolicy } from '../remote/retrying.ts'

/** How the store's servers encrypt what they keep. With `customer` they forget the key after each request. */
export type S3Encryption =
  | { readonly type: 'AES256' }
  | { readonly type: 'aws:kms'; readonly keyId: string | undefined }
  /** The key is 32 bytes in base64. */
  | { readonly type: 'customer'; readonly key: Secret }

export interface S3Credentials {
  readonly accessKey: string
  readonly secretKey: Secret
  readonly sessionToken?: Secret | undefined
}

export interface S3StoreOptions {
  readonly id: string
  /** Without the bucket: `https://s3.example.org`, with a path where there is one. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** Before every name in the bucket, so that several services can share it; empty or ending in `/`. */
  readonly prefix?: string
  /** `virtual`: the bucket is part of the host name. `auto`: only at Amazon. */
  readonly urlStyle: 'auto' | 'path' | 'virtual'
  readonly credentials: S3Credentials
  readonly encryption?: S3Encryption | undefined
  /** Makes the bucket when it is not there. */
  readonly createBucket?: boolean
  /** Certificates (PEM) to trust instead of the system's. */
  readonly ca?: string | undefined
  readonly partBytes: number
  readonly mostParts: number
  readonly idleMs: number
  readonly retry: RetryPolicy
  /** Lets downloads go to the store itself, by URLs that are good for this long. */
  readonly redirect?: { readonly seconds: number; readonly endpoint: string } | undefined
}
