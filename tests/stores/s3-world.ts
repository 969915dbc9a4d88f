import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import { createS3Bucket } from '#lib/stores/s3/s3-bucket.ts'
import { createS3Client } from '#lib/stores/s3/s3-client.ts'
import type { S3StoreOptions } from '#lib/stores/s3/s3-options.ts'
import { createS3Store } from '#lib/stores/s3/s3-store.ts'
import { elementsOf, textIn } from '#lib/stores/s3/s3-xml.ts'
import type { StoreWorld } from './store-world.ts'

const MIB = 1024 * 1024

export function s3Options(bucket: string, change: Partial<S3StoreOptions> = {}): S3StoreOptions {
  const servers = inject('storeServers')
  return {
    ...{ id: 's3', endpoint: servers.SWIFT_S3_ENDPOINT ?? '', region: 'us-east-1', bucket, urlStyle: 'path' },
    credentials: {
      accessKey: servers.SWIFT_S3_ACCESS_KEY ?? '',
      secretKey: secret(servers.SWIFT_S3_SECRET_KEY ?? ''),
    },
    ...{ createBucket: true, partBytes: 5 * MIB, mostParts: 10_000, idleMs: 20_000 },
    retry: { attempts: 4, pauseMs: 20, longestPauseMs: 100 },
    ...change,
  }
}

/** A new bucket of a real S3 server: Swift's, unless another is named. */
export function s3World(
  change: Partial<S3StoreOptions> = {},
  server: Partial<Pick<S3StoreOptions, 'endpoint' | 'credentials'>> = {},
): StoreWorld {
  const bucketName = change.bucket ?? `b-${randomUUID()}`
  const reopen = () => createS3Store(s3Options(bucketName, { ...server, ...change }))
  const client = createS3Client(s3Options(bucketName, server))
  return {
    ...{
      store: reopen(),
      reopen,
      partBytes: 5 * MIB,
      isWrite: ({ method, path }) => method === 'PUT' && path.includes('/', 1),
    },
    async leftovers() {
      const objects = await createS3Bucket('s3', client).list('vitrine-staging/')
      const uploads = await client.askText({ method: 'GET', query: { uploads: '' } })
      return [
        ...objects.map(({ key }) => key),
        ...elementsOf(uploads, 'Upload').map((each) => textIn(each, 'Key')),
      ]
    },
    images: async () =>
      (await createS3Bucket('s3', client).list('')).map(({ key }) => key).filter((key) => !key.includes('/')),
    close: async () => undefined,
  }
}
