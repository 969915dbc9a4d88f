import { type Context, isAdmin } from '#lib/domain/context.ts'
import { conflict, DomainError, forbidden, isDomainError, notFound } from '#lib/domain/errors.ts'
import type { Image, ImageLocation } from '#lib/domain/image.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'

/** What the location layer needs of the stores. */
export interface DataStores {
  /** @throws `unavailable` when the store is not configured any more. */
  holding(storeId: string): DataStore
  factsOf(storeId: string): { readonly weight: number; readonly isCached: boolean }
  /** As the last probe found it. */
  isDown(storeId: string): boolean
}

interface DataStore {
  open(url: string, range: ByteRange | null, signal: AbortSignal): Promise<ImageData>
  sizeOf(url: string): Promise<number>
  /** Absent where downloads do not go past us. */
  signUrl?(url: string): Promise<string>
  /** Absent where nothing can build on the data. @throws `conflict` when something does */
  assertUnused?(url: string): Promise<void>
}

export interface Reading {
  readonly range: ByteRange | null
  readonly signal: AbortSignal
}

interface CachedReading extends Reading {
  readonly leavesCopy: boolean
}

export type OpenFromStore = (reading: Reading) => Promise<ImageData>

/** Copies of data that is far away. */
export interface DataCache {
  /** The copy, where there is one with the image's checksum; otherwise what the store gives, which may leave a copy. */
  open(image: Image, reading: CachedReading, fromStore: OpenFromStore): Promise<ImageData>
  /** The image is gone. Never throws. */
  forget(imageId: string): Promise<void>
}

/** The order in which locations are read and shown: by the weight of their stores, the highest first. */
export function inOrder(stores: DataStores, image: Image): Image {
  if (image.locations.length < 2) return image
  const weightOf = ({ storeId }: ImageLocation): number => stores.factsOf(storeId).weight
  return {
    ...image,
    locations: [...image.locations].sort((one, other) => weightOf(other) - weightOf(one)),
  }
}

/** From a copy, where there is one, or from the stores. */
export async function openData(
  { stores, cache }: { readonly stores: DataStores; readonly cache: DataCache | null },
  ctx: Context,
  image: Image,
  reading: Reading,
): Promise<ImageData> {
  assertReadable(ctx, image)
  const [first] = image.locations
  const fromStore: OpenFromStore = (each) => openFirst(stores, image, each)
  // What was deactivated is given to administrators only, who examine what the store really holds.
  if (cache === null || first === undefined || image.status !== 'active') return fromStore(reading)
  return cache.open(image, { ...reading, leavesCopy: stores.factsOf(first.storeId).isCached }, fromStore)
}

/** Of the location that would be read. What was deactivated is never handed out: it would stay open until the URL ends. */
export async function signData(stores: DataStores, ctx: Context, image: Image): Promise<string | null> {
  assertReadable(ctx, image)
  const [first] = image.locations
  if (first === undefined || image.status !== 'active') return null
  const url = stores.holding(first.storeId).signUrl?.(first.url)
  // A store that cannot sign now may still give the data.
  return url === undefined ? null : url.catch(() => null)
}

function assertReadable(ctx: Context, image: Image): void {
  if (image.status === 'deactivated' && !isAdmin(ctx)) {
    throw forbidden(`Image ${image.id} is deactivated; only an administrator can download it.`)
  }
  if (image.status !== 'active' && image.status !== 'deactivated') {
    throw conflict(`Image ${image.id} is ${image.status}; it has no data to download.`)
  }
}

/** From the first location that answers; stores that are known to be down are asked last. @throws `bad_range`, `unavailable` */
export async function openFirst(
  stores: DataStores,
  image: Image,
  { range, signal }: Reading,
): Promise<ImageData> {
  let cause: unknown
  const isDown = ({ storeId }: ImageLocation): number => Number(stores.isDown(storeId))
  for (const location of [...image.locations].sort((one, other) => isDown(one) - isDown(other))) {
    try {
      return await stores.holding(location.storeId).open(location.url, range, signal)
    } catch (error) {
      if (isDomainError(error, 'bad_range')) throw error
      cause = error
    }
  }
  throw new DomainError('unavailable', `The data of image ${image.id} cannot be read now.`, { cause })
}

/** Tenants find no image that waits for its deletion; the trash has it. */
export function assertNotDeleted(ctx: Context, image: Image): void {
  if (image.status === 'pending_delete' && !isAdmin(ctx)) throw notFound('image', image.id)
}
