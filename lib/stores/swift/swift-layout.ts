import { objectNameOf } from '../object-names.ts'
import { untilDone } from '../until-done.ts'
import type { SwiftClient } from './swift-client.ts'
import { removeLarge } from './swift-container.ts'
import { objectIn, type SwiftContainer, type SwiftObject, segmentsOf, swiftUrl } from './swift-names.ts'
import type { SwiftStoreOptions } from './swift-options.ts'

/** Where images lie in Swift. */
export interface SwiftLayout {
  /** What is staged of uploads, whoever's they are. */
  readonly staging: SwiftContainer
  /** @throws `not_found` for whatever is no image of ours */
  imageAt(url: string): SwiftObject
  urlOf(image: SwiftObject): string
  segmentsOf(image: SwiftObject): SwiftContainer
  /** Makes what must be there before anything is staged or listed. */
  makeStaging(): Promise<void>
  /** Where the image's data is, or will be; null: none was ever begun. */
  find(imageId: string): Promise<SwiftObject | null>
  /** The same; where none was begun, where it would be now. */
  locate(imageId: string): Promise<SwiftObject>
  /** Makes the place of an image, before its first byte. Again is fine. */
  make(image: SwiftObject): Promise<void>
  /** Removes what was made for the image alone, if nothing lies there. */
  tidy(image: SwiftObject): Promise<void>
  /** Removes the image with all that was made for it. @throws `not_found` when it is absent, `unavailable` */
  remove(image: SwiftObject): Promise<void>
  /** @throws `over_limit` the image's account has no room for as many bytes */
  admit(image: SwiftObject, sizeBytes: number): Promise<void>
  /** Resolves when it could be used. */
  probe(signal: AbortSignal): Promise<void>
}

/** All images in one container, their segments in another beside it. */
export function oneContainer(client: SwiftClient, options: SwiftStoreOptions): SwiftLayout {
  const { container } = options
  const staging = { container: segmentsOf(container) }
  const imageOf = (imageId: string) => ({ container, object: objectNameOf(imageId) })
  const makeStaging = untilDone(async () => {
    if (options.createContainer === true) await client.askText({ method: 'PUT', container })
    await client.askText({ method: 'PUT', ...staging })
  })
  return {
    staging,
    imageAt: (url) => objectIn(url, container),
    urlOf: (image) => swiftUrl(options, image),
    segmentsOf: () => staging,
    makeStaging,
    find: async (imageId) => imageOf(imageId),
    locate: async (imageId) => imageOf(imageId),
    make: async () => undefined,
    tidy: async () => undefined,
    remove: (image) => removeLarge(client, image),
    admit: async () => undefined,
    async probe(signal) {
      const answer = await client.ask({ method: 'HEAD', container, signal })
      answer.body.resume()
    },
  }
}
