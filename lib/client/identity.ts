import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { request, requestJson } from './http.ts'

/** As Keystone's API v3 has it; the built-in identity speaks the same. */
export interface IdentityUser {
  readonly id: string
  readonly name: string
  readonly domain_id: string
  readonly enabled: boolean
  readonly description?: string
  readonly default_project_id?: string
}

export interface IdentityProject {
  readonly id: string
  readonly name: string
  readonly domain_id: string
  readonly enabled: boolean
  readonly description: string
}

interface Named {
  readonly id: string
  readonly name: string
}

/** A role that a user has in a project; those for whole domains have no project. */
export interface RoleAssignment {
  readonly role: Named
  readonly user: Named
  readonly scope: { readonly project?: Named; readonly domain?: Named }
}

export type IdentityKind = 'users' | 'projects'
type Page<K extends IdentityKind, T> = { readonly [Key in K]: readonly T[] } & {
  readonly links: { readonly next: string | null }
}

const ROOT = '/identity/v3'
const KEY = ['identity'] as const
const PAGE = 200

function listOptions<K extends IdentityKind, T>(kind: K) {
  return infiniteQueryOptions({
    queryKey: [...KEY, kind],
    initialPageParam: `${ROOT}/${kind}?limit=${PAGE}`,
    queryFn: ({ pageParam, signal }) => requestJson<Page<K, T>>(pageParam, { signal }),
    getNextPageParam: ({ links }) => (links.next === null ? undefined : pathOf(links.next)),
  })
}

export const usersOptions = () => listOptions<'users', IdentityUser>('users')
export const projectsOptions = () => listOptions<'projects', IdentityProject>('projects')

/** Behind a proxy the service may know itself by another name. */
function pathOf(address: string): string {
  const { pathname, search } = new URL(address, 'http://localhost')
  return pathname + search
}

/** What a user is called. For administrators; nobody has the id of a user who was deleted. */
export function userNameOptions(id: string) {
  return queryOptions({
    queryKey: [...KEY, 'user-name', id],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) =>
      (await requestJson<{ user: Named }>(`${ROOT}/users/${encodeURIComponent(id)}`, { signal })).user.name,
  })
}

export function rolesOptions() {
  return queryOptions({
    queryKey: [...KEY, 'roles'],
    queryFn: async ({ signal }) =>
      (await requestJson<{ roles: readonly Named[] }>(`${ROOT}/roles`, { signal })).roles,
  })
}

/** Whose roles: those of a user everywhere, or those of everybody in a project. */
export interface AssignmentPlace {
  readonly kind: 'user' | 'project'
  readonly id: string
}

export function assignmentsOptions({ kind, id }: AssignmentPlace) {
  const filter = kind === 'user' ? 'user.id' : 'scope.project.id'
  return queryOptions({
    queryKey: [...KEY, 'assignments', kind, id],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ [filter]: id, include_names: 'true' })
      const path = `${ROOT}/role_assignments?${query}`
      return (await requestJson<{ role_assignments: readonly RoleAssignment[] }>(path, { signal }))
        .role_assignments
    },
  })
}

/** The one user or project of this name, or with this id. @throws Error in words for the person */
export async function findIdentity(kind: IdentityKind, text: string): Promise<Named> {
  const named = await requestJson<{ [kind in IdentityKind]?: readonly Named[] }>(
    `${ROOT}/${kind}?${new URLSearchParams({ name: text })}`,
  )
  const found = named[kind] ?? []
  const word = kind === 'users' ? 'user' : 'project'
  if (found.length > 1) throw new Error(`Several domains have a ${word} “${text}”: give its ID.`)
  if (found[0] !== undefined) return found[0]
  if (!/^[\w-]{1,64}$/.test(text)) throw new Error(`There is no ${word} “${text}”.`)
  const one = await requestJson<{ user?: Named; project?: Named }>(`${ROOT}/${kind}/${text}`)
  const thing = one.user ?? one.project
  if (thing === undefined) throw new Error(`There is no ${word} “${text}”.`)
  return thing
}

export interface GrantRequest {
  readonly userId: string
  readonly projectId: string
  readonly roleId: string
  readonly isGiven: boolean
}

/** Gives a role in a project, or takes it away. */
export function useGrant() {
  return useIdentityMutation(({ userId, projectId, roleId, isGiven }: GrantRequest) =>
    request(`${ROOT}/projects/${projectId}/users/${userId}/roles/${roleId}`, {
      method: isGiven ? 'PUT' : 'DELETE',
    }),
  )
}

export interface SaveRequest {
  readonly kind: IdentityKind
  /** Absent: a new one. */
  readonly id?: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/** Makes a user or a project, or changes what is named. */
export function useSaveIdentity() {
  return useIdentityMutation(({ kind, id, attributes }: SaveRequest) =>
    request(id === undefined ? `${ROOT}/${kind}` : `${ROOT}/${kind}/${id}`, {
      method: id === undefined ? 'POST' : 'PATCH',
      body: { [kind === 'users' ? 'user' : 'project']: attributes },
    }),
  )
}

export function useDeleteIdentity() {
  return useIdentityMutation(({ kind, id }: { readonly kind: IdentityKind; readonly id: string }) =>
    request(`${ROOT}/${kind}/${id}`, { method: 'DELETE' }),
  )
}

function useIdentityMutation<Asked>(send: (asked: Asked) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: send, onSettled: () => refresh(client) })
}

async function refresh(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: KEY }),
    client.invalidateQueries({ queryKey: ['project-names'] }),
  ])
}

/** A password that nobody has to remember: 96 bits, without letters that look alike. */
export function newPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  const numbers = crypto.getRandomValues(new Uint32Array(17))
  return [...numbers].map((number) => letters[number % letters.length]).join('')
}
