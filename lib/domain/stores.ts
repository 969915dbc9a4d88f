import type { ImageLocation } from './image.ts'

/** A store as clients know it. */
export interface StoreInfo {
  readonly id: string
  readonly type: string
  readonly description: string | null
  readonly weight: number
  readonly isReadOnly: boolean
  readonly isDefault: boolean
  /** Settings that administrators may see; never secrets. */
  readonly properties: Readonly<Record<string, string | number | boolean>>
}

/** Which stores the site has. A site with one store does not speak of stores, as in the Image API. */
export interface StoreDirectory {
  readonly isMultiple: boolean
  /** In the configured order. */
  readonly infos: readonly StoreInfo[]
  /** The store in whose territory the url lies; null when it is nobody's. */
  storeIdOf(url: string): string | null
}

/** The locations with the preferred stores in front, in the order of preference; the others keep theirs. */
export function preferring(
  locations: readonly ImageLocation[],
  storeIds: readonly string[],
): readonly ImageLocation[] {
  const rank = ({ storeId }: ImageLocation): number => {
    const index = storeIds.indexOf(storeId)
    return index < 0 ? storeIds.length : index
  }
  return [...locations].sort((one, other) => rank(one) - rank(other))
}
