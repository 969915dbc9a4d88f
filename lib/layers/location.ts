import { type Context, isAdmin } from '#lib/domain/context.ts'
import { conflict, DomainError, forbidden, isDomainError } from '#lib/domain/errors.ts'
import type { Image, ImageLocation } from '#lib/domain/image.ts'
import type { ByteRange, ImageData, ImageRecords, ImageRepository, Receive } from '#lib/domain/repository.ts'
import type { Upload, UploadRequest } from '#lib/domain/upload.ts'
import type { DoomedDataRecords } from '#lib/domain/upload-records.ts'

/** What this layer needs of the stores. */
export interface DataStores {
  /** @throws `unavailable` when the store is not configured any more. */
  holding(storeId: string): DataStore
}

interface DataStore {
  open(url: string, range: ByteRange | null, signal: AbortSignal): Promise<ImageData>
}

/** What this layer needs of uploads; the errors are those of the verbs of `ImageRepository`. */
export interface Uploads {
  start(ctx: Context, image: Image, request: UploadRequest): Promise<Upload>
  receive(image: Image, upload: Upload, receive: Receive): Promise<Upload>
  finish(image: Image, upload: Upload): Promise<void>
  abort(upload: Upload): Promise<void>
  /** The image was deleted: its upload ends with `gone`. */
  doom(imageId: string): Promise<void>
}

export interface LocationDeps {
  readonly stores: DataStores
  readonly uploads: Uploads
  readonly doomed: Pick<DoomedDataRecords, 'note'>
  /** Removes noted data; what fails now is tried again by a job. */
  readonly removeDoomed: (locations: readonly ImageLocation[]) => Promise<void>
  readonly nowMs: () => number
}

/** Where the data is: opens it, takes it in, and removes it with its image. */
export function locationLayer(deps: LocationDeps): (records: ImageRecords) => ImageRepository {
  return (records) => ({
    ...records,
    openData: (_ctx, image, range, signal) => openData(deps.stores, _ctx, image, { range, signal }),
    startUpload: (ctx, image, request) => deps.uploads.start(ctx, image, request),
    async receiveData(ctx, upload, receive) {
      const image = await imageOf(records, ctx, upload)
      return deps.uploads.receive(image, upload, receive)
    },
    async finishUpload(ctx, upload) {
      await deps.uploads.finish(await imageOf(records, ctx, upload), upload)
      return imageOf(records, ctx, upload)
    },
    abortUpload: (_ctx, upload) => deps.uploads.abort(upload),
    async remove(ctx, image) {
      // Row first: data without a row is swept later, a row without data would be a broken image. The note makes sure
      // that the sweep knows of the data even when this process ends between the two.
      await deps.doomed.note(
        image.locations.map((each) => ({ ...each, imageId: image.id, notedAtMs: deps.nowMs() })),
      )
      await records.remove(ctx, image)
      await deps.uploads.doom(image.id)
      await deps.removeDoomed(image.locations)
    },
  })
}

/** @throws `gone` when the image was deleted meanwhile. */
async function imageOf(records: ImageRecords, ctx: Context, { imageId }: Upload): Promise<Image> {
  try {
    return await records.get(ctx, imageId)
  } catch (error) {
    if (!isDomainError(error, 'not_found')) throw error
    throw new DomainError('gone', `Image ${imageId} was deleted while its data was being uploaded.`, {
      cause: error,
    })
  }
}

async function openData(
  stores: DataStores,
  ctx: Context,
  image: Image,
  { range, signal }: { range: ByteRange | null; signal: AbortSignal },
): Promise<ImageData> {
  if (image.status === 'deactivated' && !isAdmin(ctx)) {
    throw forbidden(`Image ${image.id} is deactivated; only an administrator can download it.`)
  }
  if (image.status !== 'active' && image.status !== 'deactivated') {
    throw conflict(`Image ${image.id} is ${image.status}; it has no data to download.`)
  }
  return openFirst(stores, image, { range, signal })
}

/** From the first location that answers. */
async function openFirst(
  stores: DataStores,
  image: Image,
  { range, signal }: { range: ByteRange | null; signal: AbortSignal },
): Promise<ImageData> {
  let cause: unknown
  for (const location of image.locations) {
    try {
      return await stores.holding(location.storeId).open(location.url, range, signal)
    } catch (error) {
      if (isDomainError(error, 'bad_range')) throw error
      cause = error
    }
  }
  throw new DomainError('unavailable', `The data of image ${image.id} cannot be read now.`, { cause })
}
