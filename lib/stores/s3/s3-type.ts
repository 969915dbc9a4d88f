import { z } from 'zod'
import {
  httpUrl,
  mebibytes,
  REDIRECT_SETTINGS,
  REMOTE_SETTINGS,
  remoteOptions,
  secretText,
} from '../remote/remote-settings.ts'
import { storeType } from '../store-type.ts'
import { s3Url } from './s3-names.ts'
import type { S3Encryption } from './s3-options.ts'
import { createS3Store } from './s3-store.ts'

const SETTINGS = z
  .strictObject({
    endpoint: httpUrl,
    region: z.string().min(1).default('us-east-1'),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}$/i, 'is no name of a bucket'),
    /** Folder in the bucket, for a bucket that is shared with others. */
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*\/?$/, 'must be names between slashes')
      .transform((text) => text.replace(/\/?$/, '/'))
      .default(''),
    url_style: z.enum(['auto', 'path', 'virtual']).default('auto'),
    access_key: z.string().min(1),
    secret_key: secretText,
    session_token: secretText.optional(),
    encryption: z.enum(['none', 'AES256', 'aws:kms', 'customer']).default('none'),
    kms_key_id: z.string().min(1).optional(),
    /** 32 bytes in base64. */
    customer_key: z
      .string()
      .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
      .pipe(secretText)
      .optional(),
    create_bucket: z.boolean().default(false),
    /** Each upload under way holds one part in memory. */
    part_mib: mebibytes(5, 16),
    most_parts: z.number().int().min(1).max(10_000).default(10_000),
    ...REMOTE_SETTINGS,
    ...REDIRECT_SETTINGS,
    redirect_endpoint: httpUrl.optional(),
  })
  .refine(({ encryption, redirect_seconds: seconds }) => encryption !== 'customer' || seconds === undefined, {
    message: 'does not go with encryption: customer, whose key readers do not have',
    path: ['redirect_seconds'],
  })
  .refine(({ encryption, customer_key: key }) => (encryption === 'customer') === (key !== undefined), {
    message: 'goes with encryption: customer, and that with it',
    path: ['customer_key'],
  })

type Settings = z.output<typeof SETTINGS>

/** `type: s3`: each image is an object in a bucket. */
export const s3Type = storeType({
  settings: SETTINGS,
  secrets: ['secret_key', 'session_token', 'customer_key'],
  open(settings, { id }) {
    const { endpoint, bucket, prefix, part_mib: partBytes, most_parts: mostParts } = settings
    const {
      access_key: accessKey,
      secret_key: secretKey,
      session_token: sessionToken,
      redirect_seconds: seconds,
    } = settings
    const store = createS3Store({
      ...{ id, endpoint, bucket, prefix, partBytes, mostParts, region: settings.region },
      ...{ urlStyle: settings.url_style, createBucket: settings.create_bucket },
      credentials: { accessKey, secretKey, sessionToken },
      encryption: encryptionOf(settings),
      ...remoteOptions(settings),
      redirect:
        seconds === undefined ? undefined : { seconds, endpoint: settings.redirect_endpoint ?? endpoint },
    })
    return {
      store,
      urlPrefixes: [s3Url(endpoint, bucket, prefix)],
      properties: {
        bucket,
        s3_store_large_object_size: partBytes,
        s3_store_large_object_chunk_size: partBytes,
      },
    }
  },
})

function encryptionOf({
  encryption: type,
  kms_key_id: keyId,
  customer_key: key,
}: Settings): S3Encryption | undefined {
  if (type === 'AES256') return { type }
  if (type === 'aws:kms') return { type, keyId }
  return key === undefined ? undefined : { type: 'customer', key }
}
