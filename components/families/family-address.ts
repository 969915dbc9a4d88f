import type { FamilyKey } from '#lib/client/families.ts'

/** The family's page. In the query, because a name can be anything. */
export function familyAddress({ owner, name }: FamilyKey): string {
  return `/families/family?${new URLSearchParams({ owner, name })}`
}

export interface CompareAddress {
  /** Ids of images. Where one is missing its neighbour is taken. */
  readonly before: string | null
  readonly after: string | null
  readonly showsEqual: boolean
}

/** Where two versions of the family stand side by side. */
export function compareAddress(
  { owner, name }: FamilyKey,
  { before = null, after = null, showsEqual = false }: Partial<CompareAddress>,
): string {
  const query = new URLSearchParams({
    owner,
    name,
    ...(before !== null && { before }),
    ...(after !== null && { after }),
    ...(showsEqual && { equal: 'shown' }),
  })
  return `/families/compare?${query}`
}
