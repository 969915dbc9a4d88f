import type { ShareWire } from '#lib/client/shares.ts'
import type { Translate } from '#lib/client/words.ts'

/** Its name, or the beginning of its id. */
export function shareTitle({ image }: ShareWire, t: Translate<'common'>): string {
  return image.name || t('imageNamed', { id: image.id.slice(0, 8) })
}
