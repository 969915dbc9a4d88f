import { conflict, DomainError, forbidden, invalid } from './errors.ts'
import type { Image, ImageLocation } from './image.ts'

/** The one algorithm of this service beside md5. */
const HASH_ALGO = 'sha512'
const SHA512_HEX = /^[0-9a-f]{128}$/
const MD5_HEX = /^[0-9a-f]{32}$/

/** What a client says of the data behind a url. Hashes in lower case. */
export interface Validation {
  readonly checksum?: string
  readonly hashAlgo?: string
  readonly hashValue?: string
}

/** A place that a client names. */
export interface NewLocation {
  readonly url: string
  readonly metadata: Readonly<Record<string, string>>
  readonly validation: Validation
}

/** `index` null is the end of the list. */
export type LocationStep =
  | {
      readonly on: 'locations'
      readonly op: 'add'
      readonly index: number | null
      readonly location: NewLocation
    }
  | { readonly on: 'locations'; readonly op: 'remove'; readonly index: number | null }
  | { readonly on: 'locations'; readonly op: 'replace'; readonly locations: readonly NewLocation[] }

/** The store in whose territory a url lies; null when it is nobody's. */
export type StoreIdOf = (url: string) => string | null

/** The last name of a url, without what stores write behind it: Ceph a snapshot, VMware the datastore. */
export function dataNameIn(url: string): string {
  const place = url.replace(/^(rbd:.*)\/snap$/, '$1').replace(/^(vsphere:[^?]*)\?.*$/, '$1')
  return place.slice(place.lastIndexOf('/') + 1)
}

/** Files of this machine and accounts of the service: nobody names these by hand, or anybody could read them. */
const DENIED_SCHEMES = new Set(['file', 'filesystem', 'swift+config'])

/** @throws `invalid` a scheme that nobody may name, a url with a password, or one of no store */
export function placeOf({ url, metadata }: NewLocation, storeIdOf: StoreIdOf): ImageLocation {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase()
  if (scheme === undefined) throw badLocation(`A location must be a url with a scheme, such as https://….`)
  if (DENIED_SCHEMES.has(scheme))
    throw badLocation(`Locations with the scheme ${scheme} cannot be set by hand.`)
  // Not shown again in the message: it would be logged and shown with its password.
  if (/^[^/?#]*@/.test(url.slice(scheme.length + 3))) {
    throw badLocation('A location must not hold a user or a password: the site keeps those with its stores.')
  }
  const storeId = storeIdOf(url)
  if (storeId === null) throw badLocation(`The location ${url} lies in no store of this site.`)
  return { url, storeId, metadata }
}

/**
 * The image after one step on its locations; the first of a queued image makes it active. Whether there is data, the
 * location layer finds out.
 * @throws `conflict` the image's state or hashes do not allow it, `invalid` index or url, `forbidden` none would be left
 */
export function applyLocationStep(image: Image, step: LocationStep, storeIdOf: StoreIdOf): Image {
  if (step.op === 'remove') return withoutLocation(image, step.index)
  if (image.status !== 'active' && image.status !== 'queued') {
    throw conflict(`Image ${image.id} is ${image.status}: its locations change while it is queued or active.`)
  }
  const named = step.op === 'add' ? [step.location] : step.locations
  if (named.length === 0) throw forbidden('An image keeps at least one location: delete the image instead.')
  const places = named.map((each) => placeOf(each, storeIdOf))
  const locations = step.op === 'add' ? inserted(image.locations, places, step.index) : places
  if (new Set(locations.map(({ url }) => url)).size < locations.length) {
    throw badLocation('The image would have the same location twice.')
  }
  const validated = named.reduce((after, { validation }) => withValidation(after, validation), image)
  return image.status === 'queued' ? activated({ ...validated, locations }) : { ...validated, locations }
}

function withoutLocation(image: Image, index: number | null): Image {
  if (image.status !== 'active') {
    throw conflict(`Image ${image.id} is ${image.status}: locations are removed while it is active.`)
  }
  if (image.locations.length === 1) {
    throw forbidden('An image keeps at least one location: delete the image instead.')
  }
  const at = index ?? image.locations.length - 1
  if (at >= image.locations.length) throw badLocation(`The image has no location ${at}.`)
  return { ...image, locations: image.locations.filter((_, each) => each !== at) }
}

function inserted(
  locations: readonly ImageLocation[],
  places: readonly ImageLocation[],
  index: number | null,
): readonly ImageLocation[] {
  const at = index ?? locations.length
  return [...locations.slice(0, at), ...places, ...locations.slice(at)]
}

/** What is known already may be said again. Otherwise hashes are set while an image is queued, and once. */
function withValidation(image: Image, validation: Validation): Image {
  const { checksum = image.checksum, hashAlgo = image.hashAlgo, hashValue = image.hashValue } = validation
  const isNews = checksum !== image.checksum || hashAlgo !== image.hashAlgo || hashValue !== image.hashValue
  if (!isNews) return image
  const isContradiction =
    (image.checksum !== null && checksum !== image.checksum) ||
    (image.hashValue !== null && hashValue !== image.hashValue)
  if (isContradiction) throw conflict('The image is known to have other hashes than validation_data says.')
  if (image.status !== 'queued') throw conflict('Hashes can be set only while an image is queued.')
  if (checksum !== null && !MD5_HEX.test(checksum)) throw conflict('checksum must be an md5 in hexadecimal.')
  if (hashAlgo !== HASH_ALGO) throw conflict(`os_hash_algo must be ${HASH_ALGO}, as this site uses it.`)
  if (hashValue === null || !SHA512_HEX.test(hashValue)) {
    throw conflict(`os_hash_value must be a ${HASH_ALGO} in hexadecimal.`)
  }
  return { ...image, checksum, hashAlgo, hashValue }
}

/** @throws `invalid` without formats */
function activated(image: Image): Image {
  assertFormats(image)
  return { ...image, status: 'active' }
}

/** @throws `invalid` */
export function assertFormats(image: Image): void {
  if (image.diskFormat !== null && image.containerFormat !== null) return
  throw invalid('The image needs disk_format and container_format before it can have data: set them first.')
}

function badLocation(message: string): DomainError {
  return new DomainError('invalid', message, { field: 'locations' })
}
