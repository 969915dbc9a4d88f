import type { ShareWire } from '#lib/client/shares.ts'

/** Its name, or the beginning of its id. */
export function shareTitle({ image }: ShareWire): string {
  return image.name || `Image ${image.id.slice(0, 8)}`
}
