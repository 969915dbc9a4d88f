import { notFound } from '#lib/domain/errors.ts'
import { idOf, objectNameOf } from '../object-names.ts'
import type { StagingKey } from '../store.ts'

/** Where things lie in the bucket. */
export interface S3Names {
  readonly imageKey: string
  readonly noteKey: string
  /** Everything of an upload that is no part. */
  readonly stagingPrefix: string
  readonly tailPrefix: string
}

/** Under it lies what is staged. No image can have such a name: theirs have no slash. */
export const STAGING = 'vitrine-staging/'

export function namesOf(prefix: string, { uploadId, imageId }: StagingKey): S3Names {
  const stagingPrefix = `${prefix}${STAGING}${objectNameOf(uploadId)}/`
  return {
    imageKey: `${prefix}${objectNameOf(imageId)}`,
    noteKey: `${stagingPrefix}note`,
    stagingPrefix,
    tailPrefix: `${stagingPrefix}tail-`,
  }
}

/** As Glance writes it, without the credentials. */
export function s3Url(endpoint: string, bucket: string, key: string): string {
  const { protocol, host, pathname } = new URL(endpoint)
  return `s3+${protocol}//${host}${pathname.replace(/\/+$/, '')}/${bucket}/${key}`
}

/**
 * The object's key from a url: ours, or Glance's `s3://access:secret@host/bucket/key`, whose secret may contain slashes.
 * Host and secret do not matter: where the store is and who we are say the settings.
 * @throws `not_found` for whatever is no image in this bucket. Never names the url: it may hold a secret.
 */
export function keyIn(url: string, bucket: string, prefix: string): string {
  if (/^s3(\+https?)?:\/\//.test(url)) {
    const path = url.slice(url.lastIndexOf('@') + 1)
    const place = `/${bucket}/${prefix}`
    const at = path.lastIndexOf(place)
    const name = at < 1 ? '' : path.slice(at + place.length)
    if (idOf(name) !== null) return prefix + name
  }
  throw notFound('data in', `the bucket ${bucket}`)
}
