import type { FamilyKey } from '#lib/client/families.ts'

/** The family's page. In the query, because a name can be anything. */
export function familyAddress({ owner, name }: FamilyKey): string {
  return `/families/family?${new URLSearchParams({ owner, name })}`
}
