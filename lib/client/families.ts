import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  FamilyListWire,
  FamilyVersionsWire,
  FamilyVersionWire,
  FamilyWire,
  PrunedVersionWire,
  PruneWire,
} from '../contract/family-wire.ts'
import type { FamilyKey, PruneRule } from '../domain/families.ts'
import { request, requestJson } from './http.ts'
import { KEYS } from './image-keys.ts'
import { refreshAllImages } from './image-refresh.ts'

const PATH = '/v2/vitrine/families'

/** The families that a project has, or all that the person sees; page by page. */
export function familyListOptions(owner: string | null) {
  return infiniteQueryOptions({
    queryKey: [...KEYS.families, 'list', owner],
    initialPageParam: owner === null ? PATH : `${PATH}?${new URLSearchParams({ owner })}`,
    queryFn: ({ pageParam, signal }) => requestJson<FamilyListWire>(pageParam, { signal }),
    getNextPageParam: (page) => page.next,
  })
}

/** The versions that the person sees, newest first; community images too, for the family was named. */
export function familyOptions(key: FamilyKey) {
  return infiniteQueryOptions({
    queryKey: [...KEYS.families, 'versions', key.owner, key.name],
    initialPageParam: `${familyPath(key)}?visibility=all&limit=50`,
    queryFn: ({ pageParam, signal }) => requestJson<FamilyVersionsWire>(pageParam, { signal }),
    getNextPageParam: (page) => page.next,
  })
}

/** So many versions can be chosen from. */
const MOST_CHOICES = 1000

/** All versions that the person sees, newest first, as far as anybody would look for one in a list. */
export function familyChoicesOptions(key: FamilyKey) {
  return queryOptions({
    queryKey: [...KEYS.families, 'choices', key.owner, key.name],
    queryFn: async ({ signal }): Promise<readonly FamilyVersionWire[]> => {
      const versions: FamilyVersionWire[] = []
      let path: string | undefined = `${familyPath(key)}?visibility=all&limit=100`
      while (path !== undefined && versions.length < MOST_CHOICES) {
        const page: FamilyVersionsWire = await requestJson<FamilyVersionsWire>(path, { signal })
        versions.push(...page.versions)
        path = page.next
      }
      return versions
    },
  })
}

/** What keeping only the newest would do. Asked for by the person, and never anew under its eyes. */
export function prunePlanOptions(key: FamilyKey, { keep, action }: PruneRule) {
  return queryOptions({
    queryKey: ['family-plan', key.owner, key.name, keep, action],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<PruneWire> => {
      const body = { keep, action, dry_run: true }
      const answer = await request(`${familyPath(key)}/prune`, { method: 'POST', body, signal })
      return (await answer.json()) as PruneWire
    },
  })
}

/** Does it to those that the person has seen, and to no other. */
export function usePruneFamily(key: FamilyKey) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ keep, action, only }: PruneRule & { readonly only: readonly string[] }) =>
      requestJson<PruneWire>(`${familyPath(key)}/prune`, {
        method: 'POST',
        body: { keep, action, dry_run: false, only },
      }),
    onSettled: () => refreshAllImages(client),
  })
}

/** Where the family is asked for. */
export function familyPath({ owner, name }: FamilyKey): string {
  return `${PATH}/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`
}

export type { FamilyKey, FamilyVersionWire, FamilyWire, PrunedVersionWire, PruneRule, PruneWire }
