import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { ProjectNameWire, ShareListWire, ShareWire } from '../contract/share-wire.ts'
import type { MemberStatus } from '../domain/image.ts'
import { type AsideShares, isAside, MOST_ASIDE } from './aside-shares.ts'
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

/**
 * How many shares there are by answer. What is put aside does not wait for one: as long as it is still offered, which
 * only the list tells.
 */
export function shareCountsOptions(aside: AsideShares) {
  const limit = aside.length === 0 ? 1 : MOST_ASIDE
  return queryOptions({
    queryKey: [...KEYS.all, 'counts', limit],
    queryFn: ({ signal }) => requestJson<ShareListWire>(`/v2/vitrine/shares?limit=${limit}`, { signal }),
    placeholderData: keepPreviousData,
    select: ({ shares, counts }) => ({
      ...counts,
      pending: counts.pending - shares.filter((share) => isAside(aside, share)).length,
    }),
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

/** Identity services write their ids so. */
export function isProjectId(text: string): boolean {
  return /^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** For commands: the id, or a word in its place where only a name was given. */
export function projectIdOf(nameOrId: string): string {
  return isProjectId(nameOrId) ? nameOrId : 'PROJECT_ID'
}

/** The same, remembered while somebody types; an empty text asks nothing. */
export function findProjectsOptions(nameOrId: string) {
  return queryOptions({
    queryKey: ['project-find', nameOrId],
    enabled: nameOrId !== '',
    queryFn: () => findProjects(nameOrId),
  })
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
