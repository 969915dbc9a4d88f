import type { EventWire } from '../contract/image-wire.ts'

/** How far the data of one image has come, as told by the service. */
export type ImageProgress = Extract<EventWire, { type: 'upload' }>

const progress = new Map<string, ImageProgress>()
const listeners = new Map<string, Set<() => void>>()

export function putProgress(event: ImageProgress): void {
  progress.set(event.image_id, event)
  tell(event.image_id)
}

export function dropProgress(imageId: string): void {
  if (progress.delete(imageId)) tell(imageId)
}

export function readProgress(imageId: string): ImageProgress | null {
  return progress.get(imageId) ?? null
}

export function subscribeProgress(imageId: string, listener: () => void): () => void {
  const own = listeners.get(imageId) ?? new Set()
  listeners.set(imageId, own.add(listener))
  return () => own.delete(listener)
}

/** 0 to 100, or null when the length is unknown. */
export function progressPercent(event: ImageProgress): number | null {
  if (event.total === null) return null
  return event.total === 0 ? 100 : Math.min(100, Math.floor((event.received / event.total) * 100))
}

function tell(imageId: string): void {
  for (const listener of listeners.get(imageId) ?? []) listener()
}
