/** What is known of a caller, by the names that rules use. Roles are in lower case. */
export interface Credentials {
  readonly user_id: string | null
  readonly project_id: string | null
  readonly domain_id: string | null
  readonly system_scope: string | null
  readonly roles: readonly string[]
  /** Roles of the service's own token, when a service asks in a user's name. */
  readonly service_roles: readonly string[]
  readonly is_admin: boolean
}

type CredentialValue = Credentials[keyof Credentials]

const READERS: Readonly<Record<string, (credentials: Credentials) => CredentialValue>> = {
  user_id: (credentials) => credentials.user_id,
  user: (credentials) => credentials.user_id,
  project_id: (credentials) => credentials.project_id,
  tenant: (credentials) => credentials.project_id,
  tenant_id: (credentials) => credentials.project_id,
  domain_id: (credentials) => credentials.domain_id,
  system_scope: (credentials) => credentials.system_scope,
  system: (credentials) => credentials.system_scope,
  roles: (credentials) => credentials.roles,
  service_roles: (credentials) => credentials.service_roles,
  is_admin: (credentials) => credentials.is_admin,
}

export const CREDENTIAL_NAMES: readonly string[] = Object.keys(READERS)

export function isCredential(name: string): boolean {
  return Object.hasOwn(READERS, name)
}

/** Reads one credential; null for a name that does not exist, which the parser does not let through. */
export function readCredential(credentials: Credentials, name: string): CredentialValue {
  return READERS[name]?.(credentials) ?? null
}
