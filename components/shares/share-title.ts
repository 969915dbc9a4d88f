import type { Offer } from '#lib/client/aside-shares.ts'
import type { Translate } from '#lib/client/words.ts'

/** Its name, or the beginning of its id. */
export function shareTitle({ image }: Offer, t: Translate<'common'>): string {
  return image.name || t('imageNamed', { id: image.id.slice(0, 8) })
}
