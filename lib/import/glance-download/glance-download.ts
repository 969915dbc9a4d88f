import { isUuid } from '#lib/contract/text.ts'
import { conflict, invalid, notFound } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ImportInput, ImportSource, OpenRequest, Requester } from '#lib/tasks/import-ports.ts'
import { hashOf, isOpenTo, type RemoteImage, sizeOfActive, type TakeOver, takenOver } from './remote-image.ts'
import type { RemoteImages, RemotePlace } from './remote-images.ts'

export interface GlanceDownloadOptions extends Omit<TakeOver, 'maySet'> {
  readonly remote: RemoteImages
  readonly maxBytes: number
  readonly maySet: (name: string, image: Image, requester: Requester) => boolean
}

export const DOWNLOAD_METHOD = 'glance-download'
const INTERFACES: readonly unknown[] = ['public', 'internal', 'admin']

/**
 * `glance-download`: an image of another region, with its formats and some of its properties. The other region is asked
 * with this service's account, which may see more than who asks: so it is held against his project here.
 */
export function createGlanceDownload(options: GlanceDownloadOptions): ImportSource {
  const { remote, maxBytes, maySet } = options
  return {
    method: DOWNLOAD_METHOD,
    async check(method) {
      const input = readInput(method)
      await remote.endpointOf(input.glance_region, input.glance_service_interface)
      return { ...input }
    },
    async open(input, request) {
      const place = await placeOf(remote, input)
      const found = await visibleImage(remote, place, request)
      const sizeBytes = sizeOfActive(found)
      const { image, requester, signal } = request
      const change = takenOver(image, found, {
        ...options,
        maySet: (name) => maySet(name, image, requester),
      })
      const hash = hashOf(found)
      const file = await remote.open(place, { version: hash?.value ?? null, maxBytes }, signal)
      if (file.lengthBytes !== null && file.lengthBytes !== sizeBytes) {
        file.release()
        throw conflict(`The other region gives ${file.lengthBytes} bytes of an image of ${sizeBytes} bytes.`)
      }
      return { stream: file.pieces, sizeBytes, change, ...(hash === null ? {} : { expectedHash: hash }) }
    },
  }
}

function readInput({
  glance_region: region,
  glance_image_id: imageId,
  glance_service_interface: interfaceName = 'public',
}: Readonly<Record<string, unknown>>) {
  if (typeof region !== 'string' || region === '') {
    throw invalid('Method glance-download needs the name of a region in "glance_region".', 'glance_region')
  }
  if (typeof imageId !== 'string' || !isUuid(imageId)) {
    throw invalid(
      'Method glance-download needs the id of an image (a UUID) in "glance_image_id".',
      'glance_image_id',
    )
  }
  if (typeof interfaceName !== 'string' || !INTERFACES.includes(interfaceName)) {
    throw invalid('glance_service_interface must be public, internal or admin.', 'glance_service_interface')
  }
  return { glance_region: region, glance_image_id: imageId, glance_service_interface: interfaceName }
}

async function placeOf(remote: RemoteImages, input: ImportInput): Promise<RemotePlace> {
  const {
    glance_region: region = '',
    glance_image_id: imageId = '',
    glance_service_interface: name = '',
  } = input
  return { endpoint: await remote.endpointOf(region, name), imageId }
}

/** @throws `not_found` also for what is there, but not for this project: the two must look alike */
async function visibleImage(
  remote: RemoteImages,
  place: RemotePlace,
  { requester: { projectId }, signal }: OpenRequest,
): Promise<RemoteImage> {
  const found = await remote.find(place, signal)
  if (found !== null && isOpenTo(projectId, found)) return found
  const isShared = found?.visibility === 'shared' && projectId !== null
  if (isShared && (await remote.isMember(place, projectId, signal))) return found
  throw notFound('image', `${place.imageId} of the other region`)
}
