/** A pointer into the process's memory: good for every thread. */
export type Handle = bigint

export interface ConnectTerms {
  /** Empty: the library's own places. */
  readonly cephConf: string
  readonly user: string
  /** Options of Ceph, such as `keyring`; secrets among them stay in this process. */
  readonly options: Readonly<Record<string, string>>
  readonly pool: string
}

export interface Connected {
  readonly cluster: Handle
  readonly pool: Handle
  readonly fsid: string
  /** Who this connection is among the watchers of an image. */
  readonly instanceId: bigint
}

export interface CreateTerms {
  readonly sizeBytes: number
  /** Bits of Ceph's features. */
  readonly features: number
  /** Objects have two to the power of it bytes. */
  readonly order: number
}

export interface OpenTerms {
  readonly name: string
  readonly snapshot: string | null
  /** Others do not see that the image is open. */
  readonly isUnseen: boolean
}

export interface Opened {
  readonly image: Handle
  readonly sizeBytes: number
}

/** What a thread can be asked; each blocks it until the cluster has answered. All may fail with an errno. */
export interface RbdCalls {
  connect(terms: ConnectTerms): Connected
  /** What the cluster's monitors answer to a command of theirs, which may hold no secrets. */
  askMonitors(cluster: Handle, question: Readonly<Record<string, string>>): string
  list(pool: Handle): string[]
  create(pool: Handle, name: string, terms: CreateTerms): void
  open(pool: Handle, terms: OpenTerms): Opened
  close(image: Handle): void
  /** The memory must be shared: it is not copied. */
  write(image: Handle, offset: number, bytes: Uint8Array): void
  read(image: Handle, offset: number, lengthBytes: number): Uint8Array<ArrayBuffer>
  flush(image: Handle): void
  resize(image: Handle, sizeBytes: number): void
  getKey(image: Handle, key: string): string | null
  setKey(image: Handle, key: string, value: string): void
  removeKey(image: Handle, key: string): void
  hasSnapshot(image: Handle, name: string): boolean
  /** Takes and protects it; what is done already is fine. */
  keepSnapshot(image: Handle, name: string): void
  /** An absent one is fine; one with clones is EBUSY. */
  dropSnapshot(image: Handle, name: string): void
  /** Images that are clones of the snapshot with which it was opened. */
  countChildren(image: Handle): number
  /** Ids of those who have the image open. */
  listWatchers(image: Handle): bigint[]
  rename(pool: Handle, from: string, to: string): void
  remove(pool: Handle, name: string): void
}

export interface RbdCommand {
  readonly job: number
  readonly name: keyof RbdCalls
  readonly args: readonly unknown[]
}

export type RbdReply =
  | { readonly job: number; readonly result: unknown }
  /** Negative, as Ceph gives it; `step` is the function that failed. */
  | { readonly job: number; readonly errno: number; readonly step: string }
