import { notFound } from '#lib/domain/errors.ts'
import { idOf, objectNameOf } from '../object-names.ts'
import type { SwiftStoreOptions } from './swift-options.ts'

export interface SwiftContainer {
  /** In whose account; absent: in our own. */
  readonly project?: string | undefined
  readonly container: string
}

/** Where an object lies. */
export interface SwiftObject extends SwiftContainer {
  readonly object: string
}

/** Under it lie the names of what is staged, under the other the data, staged or not. */
export const STAGING = 'staging/'
export const SEGMENTS = 'segments/'

export const segmentsOf = (container: string): string => `${container}_segments`

/** Where an upload's things lie in the container of segments. */
export interface SwiftUploadNames {
  readonly note: string
  readonly tail: string
  readonly segments: string
}

export function uploadNames(uploadId: string): SwiftUploadNames {
  const name = objectNameOf(uploadId)
  return {
    note: `${STAGING}${name}/note`,
    tail: `${STAGING}${name}/tail-`,
    segments: `${SEGMENTS}${name}/`,
  }
}

/** As Glance writes it, without user and key. */
export function swiftUrl(
  { authUrl }: Pick<SwiftStoreOptions, 'authUrl'>,
  { container, object }: SwiftObject,
): string {
  const { protocol, host, pathname } = new URL(authUrl)
  return `swift+${protocol}//${host}${pathname.replace(/\/+$/, '')}/${container}/${object}`
}

/**
 * The object from a url: ours, or one of Glance's (`swift://user:key@host/path/container/object`, `swift+config://…`),
 * whose containers may have a suffix. Where the account is and who we are say the settings.
 * @throws `not_found` for whatever is no image in our containers. Never names the url: it may hold a key.
 */
export function objectIn(url: string, ownContainer: string): SwiftObject {
  const [, container = '', object = ''] =
    /^swift(?:\+https?|\+config)?:\/\/.+\/([^/]+)\/([^/]+)$/.exec(url) ?? []
  const isOurs = container === ownContainer || container.startsWith(`${ownContainer}_`)
  if (isOurs && container !== segmentsOf(ownContainer) && idOf(object) !== null) return { container, object }
  throw notFound('data in', `the container ${ownContainer}`)
}
