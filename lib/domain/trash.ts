import type { Context } from './context.ts'
import type { Image, ImageStatus } from './image.ts'

/** An image that was deleted and can still be restored; `image.status` is `pending_delete`. */
export interface DeletedImage {
  readonly image: Image
  readonly deletedAtMs: number
  /** What it becomes again when it is restored. */
  readonly statusBefore: Extract<ImageStatus, 'active' | 'deactivated'>
}

/** Notes about images that wait for their deletion. The images' own rows say whether they still wait. */
export interface TrashRecords {
  /** Noted before the image becomes `pending_delete`; a later note takes an earlier one's place. */
  note(image: Image, deletedAtMs: number): Promise<void>
  /** Those that the caller may have back, the latest first: all for administrators, else those of its project. */
  list(ctx: Context, page: { readonly limit: number }): Promise<readonly DeletedImage[]>
  /** @throws `not_found` when it does not wait, or is another project's */
  get(ctx: Context, imageId: string): Promise<DeletedImage>
  /** The ids of those deleted before, the longest ago first. */
  listDeletedBefore(beforeMs: number, limit: number): Promise<readonly string[]>
}
