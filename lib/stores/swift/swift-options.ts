import type { Secret } from '#lib/config/fields.ts'
import type { RetryPolicy } from '../remote/retrying.ts'

/** Version 1: what Swift's own tempauth and radosgw understand. */
export interface AuthV1 {
  readonly version: 1
  /** `account:user`. */
  readonly user: string
  readonly key: Secret
}

/** Keystone, as a user or with an application credential. */
export interface AuthV3 {
  readonly version: 3
  readonly identity:
    | {
        readonly user: string
        readonly userDomain: string
        readonly password: Secret
        readonly project: string
        readonly projectDomain: string
      }
    | { readonly applicationCredentialId: string; readonly applicationCredentialSecret: Secret }
}

/** Data lies in the accounts of the projects that own the images (Glance's multi-tenant mode). */
export interface ProjectAccounts {
  /** What stands before a project's id in the address of its account: `https://swift.example.org/v1/AUTH_`. */
  readonly prefix: string
  /** Whose image it is; null: nobody's. @throws `not_found` */
  readonly projectOf: (imageId: string) => Promise<string | null>
}

export interface SwiftStoreOptions {
  readonly id: string
  readonly authUrl: string
  readonly auth: AuthV1 | AuthV3
  readonly region?: string | undefined
  readonly interface: 'public' | 'internal' | 'admin'
  /** Instead of what the catalog says, with the account. */
  readonly endpoint?: string | undefined
  readonly container: string
  /** With it every image has a container of its own: `<container>_<image>`. */
  readonly projects?: ProjectAccounts | undefined
  /** Segments lie in `<container>_segments`, which is always made. */
  readonly createContainer?: boolean
  readonly ca?: string | undefined
  readonly partBytes: number
  /** Most segments in one manifest; above that, manifests are nested. */
  readonly manifestParts: number
  readonly idleMs: number
  readonly retry: RetryPolicy
  /** Lets downloads go to the store itself, by temporary URLs that are good for this long. The servers are told the key, or keys made of it. */
  readonly redirect?: { readonly seconds: number; readonly key: Secret } | undefined
}
