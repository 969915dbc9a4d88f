import type { Context } from './context.ts'
import type { Image, ImageChange, ImageMember, MemberStatus } from './image.ts'
import type { ImportRequest, ImportTicket } from './import.ts'
import type { ProjectLimits } from './limits.ts'
import type { ImageOwners, ImageQuery, ImageTotal, Page } from './query.ts'
import type { ExpectedHash, Upload, UploadRequest } from './upload.ts'

/**
 * The innermost port: rows. What the caller may *see* is part of every question (a WHERE clause), so that pages are
 * full and an invisible image is `not_found`.
 */
export interface ImageRecords {
  /** One page in the query's order. @throws `invalid` for a marker that the caller cannot see. */
  list(ctx: Context, query: ImageQuery): Promise<Page<Image>>
  /** What the list comes to, whatever its order, marker and limit. Counts no further than some thousands. */
  total(ctx: Context, query: ImageQuery): Promise<ImageTotal>
  /** Whose images the list holds; it counts no further than `total`, and names some hundred projects at most. */
  owners(ctx: Context, query: ImageQuery): Promise<ImageOwners>
  /** @throws `not_found` when absent or invisible to the caller. */
  get(ctx: Context, imageId: string): Promise<Image>
  /**
   * @param within What the owner's images must fit into with this one; the quota layer says it.
   * @throws `conflict` when the id is or was in use, `over_limit`
   */
  add(ctx: Context, image: Image, within?: ProjectLimits): Promise<Image>
  /** Writes only the difference. @throws `conflict` when `before.status` no longer holds, `stale`, `not_found` when it is gone, `over_limit`. */
  save(ctx: Context, change: ImageChange): Promise<Image>
  /** Removes the row and remembers the id. @throws `not_found` when it is gone already. */
  remove(ctx: Context, image: Image): Promise<void>

  /** The members the caller may see: all for the owner and administrators, only its own row for a member. */
  listMembers(ctx: Context, image: Image): Promise<readonly ImageMember[]>
  /** @throws `not_found` */
  getMember(ctx: Context, image: Image, memberId: string): Promise<ImageMember>
  /** @throws `conflict` when it is a member already. */
  addMember(ctx: Context, image: Image, memberId: string): Promise<ImageMember>
  /** @throws `not_found` */
  setMemberStatus(ctx: Context, image: Image, memberId: string, status: MemberStatus): Promise<ImageMember>
  /** @throws `not_found` */
  removeMember(ctx: Context, image: Image, memberId: string): Promise<void>
}

/** An inclusive range of bytes. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface ImageData {
  /** One pull of the stream is at most 1 MiB. Destroy or abort it to release what lies behind it. */
  readonly stream: ReadableStream<Uint8Array>
  /** What the stream will give: the whole size, or the range's. */
  readonly lengthBytes: number
}

export interface Receive {
  readonly stream: AsyncIterable<Uint8Array>
  /** Must equal `upload.receivedBytes`, or `conflict`. */
  readonly offset: number
  readonly signal: AbortSignal
  /** Hash of this stream alone. When it is another, nothing of the stream is kept, and it is `invalid`. */
  readonly checksum?: ExpectedHash
}

/**
 * The whole onion's face. Every way in for bytes (plain PUT, tus, import) is the same four verbs: start claims the
 * image, receive appends, finish hashes, inspects and activates, abort gives the image back.
 */
export interface ImageRepository extends ImageRecords {
  /** @throws `conflict` not active, `forbidden` deactivated, `bad_range`, `unavailable` */
  openData(ctx: Context, image: Image, range: ByteRange | null, signal: AbortSignal): Promise<ImageData>
  /**
   * Where the store itself gives the data, whole or by ranges, to whoever has this URL, for a short while; null where the
   * site does not want that, and for data that must be looked at here. @throws as `openData`
   */
  signData(ctx: Context, image: Image): Promise<string | null>
  /** queued → saving. @throws `conflict` not queued or being written, `invalid` formats missing or unknown store, `over_limit` */
  startUpload(ctx: Context, image: Image, request: UploadRequest): Promise<Upload>
  /** Appends; what it returns as received is on disk. @throws `conflict` offset, `over_limit`, `gone` image deleted, `interrupted` */
  receiveData(ctx: Context, upload: Upload, receive: Receive): Promise<Upload>
  /** saving → active. @throws `unsupported_media` or `invalid` when the data is refused (the image is queued again), `gone` */
  finishUpload(ctx: Context, upload: Upload): Promise<Image>
  /** saving → queued, the bytes are removed. Never throws for an upload that is gone. */
  abortUpload(ctx: Context, upload: Upload): Promise<void>
  /**
   * Leaves it to a task to bring data into the image: staged, from elsewhere, or from one store into others.
   * @throws `conflict` status, formats missing, unknown store, another import; `invalid`, `over_limit`, `unavailable`
   */
  startImport(ctx: Context, image: Image, request: ImportRequest): Promise<ImportTicket>
}

/** Takes the inner repository, gives one that changes only the verbs it cares about. */
export type ImageLayer = (inner: ImageRepository) => ImageRepository
