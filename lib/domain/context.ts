/** Who asks, for which project, with which roles. An argument of every verb; never stored. */
export interface Context {
  readonly userId: string | null
  readonly userName: string | null
  /** The project the token is scoped to; null for unscoped and domain-scoped tokens. */
  readonly projectId: string | null
  readonly projectName: string | null
  /** Lower-case role names with implied roles already added (admin → member → reader). */
  readonly roles: readonly string[]
  /** Roles of the service's own token when a service asks in a user's name; lower-case. */
  readonly serviceRoles?: readonly string[]
  /** What the site's policy says (rule context_is_admin); absent: the role admin decides. */
  readonly isAdministrator?: boolean
  readonly requestId: string
  /** Where the request came from, as far as that is known. */
  readonly clientAddress?: string
  /** When the token ends, in milliseconds since the epoch; absent where nobody signed in. */
  readonly expiresAtMs?: number
}

export function isAdmin(ctx: Context): boolean {
  return ctx.isAdministrator ?? ctx.roles.includes('admin')
}

/** The service acting by itself: start-up, expiry, recovery. */
export function systemContext(requestId: string): Context {
  return {
    userId: null,
    userName: 'vitrine',
    projectId: null,
    projectName: null,
    roles: ['admin', 'member', 'reader'],
    requestId,
  }
}
