import type { Context } from './context.ts'
import type { Image, ImageLocation } from './image.ts'
import type { ExpectedHash } from './upload.ts'

/** Data that lies in a store already and becomes an image's. */
export interface LocationImports {
  /**
   * The queued image gets the location. With a hash to hold the data against it is `importing` until the data was read;
   * without, it is active at once, and its hashes follow.
   * @throws `invalid` nothing is there or it is another image's, `conflict` not queued, `over_limit`, `unavailable`
   */
  begin(ctx: Context, image: Image, place: ImageLocation, expected: ExpectedHash | null): Promise<void>
}
