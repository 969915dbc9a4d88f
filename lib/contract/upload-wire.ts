/** An unfinished upload, as `GET /uploads` lists it. Ours: tus itself has no list. */
export interface UploadWire {
  readonly id: string
  readonly image_id: string
  /** Bytes that are safely stored: where to go on. */
  readonly received: number
  readonly total: number | null
  readonly filename: string | null
  readonly expires_at: string
  /** Path of the tus upload. */
  readonly location: string
}

export interface UploadListWire {
  readonly uploads: readonly UploadWire[]
}
