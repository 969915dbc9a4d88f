import type { Secret } from '#lib/config/fields.ts'

export interface RbdOptions {
  readonly id: string
  /** The program's own folder. */
  readonly appDir: string
  /** Empty: Ceph's own places. */
  readonly cephConf: string
  /** Without `client.` before it. */
  readonly user: string
  readonly keyring?: string | undefined
  readonly key?: Secret | undefined
  /** Of the cluster; part of every url. */
  readonly fsid: string
  readonly pool: string
  /** Images consist of objects with two to the power of this bytes. */
  readonly objectOrder: number
  /** Bits of Ceph's features. */
  readonly features: number
  /** Blocks of zeros are not written. */
  readonly isThin: boolean
  /** Longest time that the cluster may take for an answer. */
  readonly timeoutMs: number
}
