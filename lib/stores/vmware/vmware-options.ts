import type { Secret } from '#lib/config/fields.ts'
import type { RetryPolicy } from '../remote/retrying.ts'

/** A datastore as the operator names it. */
export interface Datastore {
  /** The datacenter's inventory path; empty on a single host. */
  readonly dcPath: string
  readonly name: string
  /** New data goes to the one with the highest weight that has room, among equals to the one with the most room. */
  readonly weight: number
}

export interface VmwareStoreOptions {
  readonly id: string
  /** Of vCenter or a host, with the scheme. */
  readonly address: string
  readonly user: string
  readonly password: Secret
  readonly datastores: readonly Datastore[]
  /** In each datastore, without slashes around it. */
  readonly imageFolder: string
  /** Absolute. Uploads lie there until they are complete: a datastore takes files only as a whole. */
  readonly stagingFolder: string
  readonly ca?: string | undefined
  /** Takes any certificate. */
  readonly isInsecure?: boolean
  readonly idleMs: number
  readonly retry: RetryPolicy
  /** Longest pause between two questions how far a task is. */
  readonly taskPollMs: number
}
