import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { ProjectNameWire, ShareListWire, ShareWire } from '../contract/share-wire.ts'
import type { MemberStatus } from '../domain/image.ts'
import { requestJson } from './http.ts'

const KEYS = { all: ['shares'], list: (status: MemberStatus) => ['shares', 'list', status] } as const

/** What is shared with the present project, by its answer; page by page, the newest first. */
export function shareListOptions(status: MemberStatus) {
  return infiniteQueryOptions({
    queryKey: KEYS.list(status),
    initialPageParam: `/v2/vitrine/shares?status=${status}`,
    queryFn: ({ pageParam, signal }) => requestJson<ShareListWire>(pageParam, { signal }),
    getNextPageParam: (page) => page.next,
  })
}

/** How many shares there are by answer. */
export function shareCountsOptions() {
  return queryOptions({
    queryKey: [...KEYS.all, 'counts'],
    queryFn: ({ signal }) => requestJson<ShareListWire>('/v2/vitrine/shares?limit=1', { signal }),
    select: ({ counts }) => counts,
  })
}

export async function refreshShares(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: KEYS.all })
}

/** The names of these projects by id; ids that nobody knows are absent. */
export function projectNamesOptions(ids: readonly string[]) {
  const asked = [...new Set(ids)].sort()
  return queryOptions({
    queryKey: ['project-names', ...asked],
    enabled: asked.length > 0,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, ProjectNameWire>> => {
      const projects = await fetchProjects(
        asked.map((id) => ['id', id]),
        signal,
      )
      return new Map(projects.map((project) => [project.id, project]))
    },
  })
}

/** Projects that are called exactly so, or have this id. */
export async function findProjects(nameOrId: string): Promise<readonly ProjectNameWire[]> {
  const found = await fetchProjects([
    ['id', nameOrId],
    ['name', nameOrId],
  ])
  return [...new Map(found.map((project) => [project.id, project])).values()]
}

async function fetchProjects(
  parameters: readonly (readonly [string, string])[],
  signal?: AbortSignal,
): Promise<readonly ProjectNameWire[]> {
  const query = new URLSearchParams(parameters.map(([name, value]) => [name, value]))
  const { projects } = await requestJson<{ projects: readonly ProjectNameWire[] }>(
    `/v2/vitrine/projects?${query}`,
    { signal },
  )
  return projects
}

export type { ProjectNameWire, ShareWire }
