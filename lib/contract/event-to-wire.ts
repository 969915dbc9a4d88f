import type { UploadProgress } from '../domain/events.ts'
import type { EventWire } from './image-wire.ts'

/** @param event Progress, or the type of what happened to an image */
export function eventToWire(
  event: UploadProgress | { readonly type: Exclude<string, 'upload.progress'>; readonly imageId: string },
): EventWire {
  if ('imageId' in event) return { type: 'image', event: event.type, image_id: event.imageId }
  return {
    type: 'upload',
    image_id: event.image.id,
    received: event.receivedBytes,
    total: event.totalBytes,
    step: event.step,
  }
}
