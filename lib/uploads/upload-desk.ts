import type { Context } from '#lib/domain/context.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Receive } from '#lib/domain/repository.ts'
import type { Upload, UploadRequest } from '#lib/domain/upload.ts'
import { abortUpload, doomUpload } from './end-upload.ts'
import { finishUpload } from './finish-upload.ts'
import { receiveData } from './receive-data.ts'
import { startUpload } from './start-upload.ts'
import type { UploadPorts } from './upload-ports.ts'

/** The steps of an upload, for the location layer. Errors as in `ImageRepository`. */
export interface UploadDesk {
  start(ctx: Context, image: Image, request: UploadRequest): Promise<Upload>
  receive(image: Image, upload: Upload, receive: Receive): Promise<Upload>
  finish(image: Image, upload: Upload): Promise<void>
  abort(upload: Upload): Promise<void>
  /** The image was deleted. */
  doom(imageId: string): Promise<void>
}

export function createUploadDesk(ports: UploadPorts): UploadDesk {
  return {
    start: (ctx, image, request) => startUpload(ports, ctx, image, request),
    receive: (image, upload, receive) => receiveData(ports, image, upload, receive),
    finish: (image, upload) => finishUpload(ports, image, upload),
    abort: (upload) => abortUpload(ports, upload),
    doom: (imageId) => doomUpload(ports, imageId),
  }
}
