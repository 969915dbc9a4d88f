import type { Context } from '#lib/domain/context.ts'
import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ImportRequest, ImportTicket } from '#lib/domain/import.ts'
import type { ImageRecords, ImageRepository, Receive } from '#lib/domain/repository.ts'
import type { Upload, UploadRequest } from '#lib/domain/upload.ts'
import { assertNotDeleted, inOrder, openData, signData } from './location-data.ts'
import { type RemovalDeps, removeImage, savePlaces } from './location-removal.ts'

/** What this layer needs of uploads; the errors are those of the verbs of `ImageRepository`. */
export interface Uploads {
  start(ctx: Context, image: Image, request: UploadRequest): Promise<Upload>
  receive(image: Image, upload: Upload, receive: Receive): Promise<Upload>
  finish(image: Image, upload: Upload): Promise<void>
  abort(upload: Upload): Promise<void>
  /** The image was deleted: its upload ends with `gone`. */
  doom(imageId: string): Promise<void>
}

/** What this layer needs of imports; the errors are those of `startImport` of `ImageRepository`. */
export interface Imports {
  start(ctx: Context, image: Image, request: ImportRequest): Promise<ImportTicket>
}

export interface LocationDeps extends RemovalDeps {
  readonly imports: Imports
  readonly uploads: Uploads
}

/** Where the data is: opens it, takes it in, and removes it with its image or its location. */
export function locationLayer(deps: LocationDeps): (records: ImageRecords) => ImageRepository {
  const shown = (image: Image): Image => inOrder(deps.stores, image)
  return (records) => ({
    ...records,
    async list(ctx, query) {
      const page = await records.list(ctx, query)
      return { ...page, items: page.items.map(shown) }
    },
    async get(ctx, imageId) {
      const image = await records.get(ctx, imageId)
      assertNotDeleted(ctx, image)
      return shown(image)
    },
    save: async (ctx, change) => shown(await savePlaces(deps, records, ctx, change)),
    remove: (ctx, image) => removeImage(deps, records, ctx, image),
    openData: (ctx, image, range, signal) => openData(deps, ctx, image, { range, signal }),
    signData: (ctx, image) => signData(deps.stores, ctx, image),
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
    startImport: (ctx, image, request) => deps.imports.start(ctx, image, request),
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
