import type { ServiceEvent } from '../domain/events.ts'
import type { EventWire } from './image-wire.ts'

export function eventToWire(event: ServiceEvent): EventWire {
  if (event.type !== 'upload.progress') return { type: 'image', event: event.type, image_id: event.image.id }
  return {
    type: 'upload',
    image_id: event.image.id,
    received: event.receivedBytes,
    total: event.totalBytes,
    step: event.step,
  }
}
