import { isDomainError } from '#lib/domain/errors.ts'
import type { Image, ImageLocation } from '#lib/domain/image.ts'
import { dataNameIn } from '#lib/domain/locations.ts'

/** What is asked about data that lies in a store already. */
export interface DataCheck {
  /** @throws `not_found`, `unavailable` */
  sizeOf(location: ImageLocation): Promise<number>
  /** Whether an image here has data at that place, or had. */
  isOthers(url: string, imageId: string): Promise<boolean>
}

export interface DataTrouble {
  readonly why: string
  readonly detail?: string
}

/**
 * Looks whether every location has the image's data, and no other image's; null when all is well.
 * @param areImages Which of the ids are images where this one comes from
 */
export async function checkData(
  check: DataCheck,
  image: Image,
  areImages: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<DataTrouble | null> {
  for (const location of image.locations) {
    const trouble =
      (await troubleWithSize(check, image, location)) ??
      (await troubleWithOthers(check, image, location, areImages))
    if (trouble !== null) return trouble
  }
  return null
}

async function troubleWithSize(
  check: DataCheck,
  { sizeBytes }: Image,
  location: ImageLocation,
): Promise<DataTrouble | null> {
  try {
    const actual = await check.sizeOf(location)
    if (sizeBytes === null || actual === sizeBytes) return null
    return { why: 'data of another length', detail: `${actual} bytes instead of ${sizeBytes}` }
  } catch (error) {
    if (isDomainError(error, 'not_found')) return { why: 'no data', detail: `${location.url} is not there` }
    if (!isDomainError(error)) throw error
    return { why: `store ${location.storeId} does not answer`, detail: error.message }
  }
}

/** Whoever deletes an image deletes its data: two images must not have the same. On web servers nothing is deleted. */
async function troubleWithOthers(
  check: DataCheck,
  { id }: Image,
  { url }: ImageLocation,
  areImages: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<DataTrouble | null> {
  const path = url.split('?')[0]?.split('/') ?? []
  if (/^https?:/i.test(url) || path.includes(id)) return null
  const name = dataNameIn(url)
  const isShared = (await areImages([name])).has(name) || (await check.isOthers(url, id))
  return isShared ? { why: 'data of another image', detail: url } : null
}
