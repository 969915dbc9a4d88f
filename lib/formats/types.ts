/** What the bytes are. `gpt` covers every partition table, MBR too: that is the name Glance gives them. */
export type DetectedFormat =
  | 'raw'
  | 'qcow2'
  | 'vmdk'
  | 'vhd'
  | 'vhdx'
  | 'vdi'
  | 'qed'
  | 'iso'
  | 'gpt'
  | 'luks'
  | 'ploop'
  | 'gzip'
  | 'xz'
  | 'zstd'
  | 'zip'

/** `danger` refuses an upload whatever format was declared; `warning` is only shown. */
export type Severity = 'danger' | 'warning'

/** Something about the content that a person should know. */
export interface Finding {
  /** Stable, kebab-case, starts with the format: `qcow2-backing-file`. */
  readonly code: string
  readonly severity: Severity
  /** What it is, why it matters and what to do, for a person. */
  readonly message: string
}

/** The result of looking at a whole file. */
export interface Inspection {
  readonly format: DetectedFormat
  /** Size of the disk that a guest would see; null when the content does not say. Always a safe integer. */
  readonly virtualSizeBytes: number | null
  readonly findings: readonly Finding[]
  /** Variant in words: `version 3`, `streamOptimized`, `FAT volume`. */
  readonly detail?: string
}

/** Random access over a source of known length: a `File` in the browser, a file or an object on the server. */
export interface ByteReader {
  readonly sizeBytes: number
  /** Gives the bytes from `offset` on; fewer than `length` only where the source ends. Rejects when the source cannot be read. */
  read(offset: number, length: number): Promise<Uint8Array>
}

export function danger(code: string, message: string): Finding {
  return { code, severity: 'danger', message }
}

export function warning(code: string, message: string): Finding {
  return { code, severity: 'warning', message }
}
