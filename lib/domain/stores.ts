import type { ImageLocation } from './image.ts'

/** A store as clients know it. */
export interface StoreInfo {
  readonly id: string
  readonly type: string
  readonly description: string | null
  readonly weight: number
  /** Takes no new data now: by its type, by the file of stores, or because an administrator says so. */
  readonly isReadOnly: boolean
  /** Where data goes now when nobody names a store. */
  readonly isDefault: boolean
  /** Settings that administrators may see; never secrets. */
  readonly properties: Readonly<Record<string, string | number | boolean>>
}

/** `open` takes new data. The others only give and remove; what a draining one has is being moved away. */
export const STORE_STATES = ['open', 'read_only', 'draining'] as const
export type StoreState = (typeof STORE_STATES)[number]

/** What administrators have said of a store; the file of stores may say more. */
export interface StoreSetting {
  readonly state: StoreState
  readonly userId: string | null
  readonly changedAtMs: number
  /** The task that drains it, or drained it. */
  readonly taskId: string | null
}

/** What lies in a store. */
export interface StoreContents {
  readonly images: number
  readonly bytes: number
  /** Images whose data there was found to be damaged. */
  readonly damagedImages: number
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
