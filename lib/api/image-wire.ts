import { imageToWire } from '#lib/contract/image-to-wire.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ApiContext } from './api-env.ts'

/** An image as this caller may see it on this site. */
export function toWire(c: ApiContext, image: Image): ImageWire {
  const { config, policy, stores } = c.var.api
  const mayShow =
    (config.VITRINE_SHOW_DIRECT_URL || config.VITRINE_SHOW_MULTIPLE_LOCATIONS) &&
    policy.check('get_image_location', c.var.ctx, { image }).allowed
  return imageToWire(image, {
    showDirectUrl: mayShow && config.VITRINE_SHOW_DIRECT_URL,
    showLocations: mayShow && config.VITRINE_SHOW_MULTIPLE_LOCATIONS,
    showStores: stores.isMultiple,
  })
}
