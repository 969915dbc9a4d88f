import type { StoreCapacity } from '#lib/domain/store-reports.ts'

/** How to get at the images of one pool: librbd in this process, or Ceph's own programs. Everything may throw CephFault. */
export interface RbdDriver {
  /** The cluster's id, as it is known once it has answered. */
  fsid(): Promise<string>
  /** Of the pool, within its quota; null when nobody counts in the cluster. */
  room(): Promise<StoreCapacity | null>
  /** Names of the pool's images. */
  list(): Promise<readonly string[]>
  create(name: string, sizeBytes: number): Promise<void>
  open(name: string, how?: RbdOpening): Promise<RbdImage>
  /** How many have the image open, this process not counted. */
  countUsers(name: string): Promise<number>
  /** Clones of a snapshot. */
  countChildren(name: string, snapshot: string): Promise<number>
  rename(from: string, to: string): Promise<void>
  /** EBUSY while somebody has it open. */
  remove(name: string): Promise<void>
}

export interface RbdOpening {
  /** Shows the image as it was then. */
  readonly snapshot?: string | null
  /** Only to look at its facts: nobody is kept from removing it meanwhile. */
  readonly isUnseen?: boolean
}

/** An open image. Reads and writes may run beside each other. */
export interface RbdImage {
  /** When it was opened, or resized last. */
  sizeBytes(): number
  /** Bytes, as many as there are from there on. */
  read(offset: number, lengthBytes: number): Promise<Uint8Array>
  /** Within the size. Safe when it returns. */
  write(offset: number, bytes: Uint8Array): Promise<void>
  resize(sizeBytes: number): Promise<void>
  getKey(key: string): Promise<string | null>
  setKey(key: string, value: string): Promise<void>
  removeKey(key: string): Promise<void>
  hasSnapshot(name: string): Promise<boolean>
  /** Takes and protects a snapshot; what is done already is fine. */
  keepSnapshot(name: string): Promise<void>
  /** An absent one is fine. EBUSY when it has clones. */
  dropSnapshot(name: string): Promise<void>
  /** Never rejects. */
  close(): Promise<void>
}
