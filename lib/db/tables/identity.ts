/** Tables of the built-in identity. Ids are 32 hexadecimal digits, but for the domain `default`. */
export interface IdentityTables {
  identity_domains: DomainRow
  identity_projects: ProjectRow
  identity_users: UserRow
  identity_roles: RoleRow
  identity_role_implications: RoleImplicationRow
  identity_project_roles: ProjectRoleRow
  identity_domain_roles: DomainRoleRow
  identity_application_credentials: ApplicationCredentialRow
  identity_application_credential_roles: ApplicationCredentialRoleRow
  identity_tokens: TokenRow
  identity_failed_attempts: FailedAttemptRow
}

export interface DomainRow {
  id: string
  name: string
  description: string
  is_enabled: number
}

export interface ProjectRow {
  id: string
  domain_id: string
  /** Another project; null: directly under its domain. */
  parent_id: string | null
  name: string
  description: string
  is_enabled: number
  /** JSON: attributes that clients keep here and we do not interpret. */
  extra: string
}

export interface UserRow {
  id: string
  domain_id: string
  name: string
  description: string | null
  default_project_id: string | null
  /** Argon2id in PHC notation; null: cannot sign in with a password. */
  password_hash: string | null
  is_enabled: number
  extra: string
}

export interface RoleRow {
  id: string
  name: string
  description: string | null
  /** Built in: neither renamed nor deleted, because policies depend on it. */
  is_immutable: number
}

/** Who has the prior role has the implied one too. */
export interface RoleImplicationRow {
  prior_role_id: string
  implied_role_id: string
}

export interface ProjectRoleRow {
  user_id: string
  project_id: string
  role_id: string
}

export interface DomainRoleRow {
  user_id: string
  domain_id: string
  role_id: string
}

export interface ApplicationCredentialRow {
  id: string
  user_id: string
  project_id: string
  name: string
  description: string | null
  secret_hash: string
  is_unrestricted: number
  expires_at: number | null
}

export interface ApplicationCredentialRoleRow {
  application_credential_id: string
  role_id: string
}

export interface TokenRow {
  /** SHA-256 of the token, hexadecimal: who reads the database cannot use what is found here. */
  id: string
  user_id: string
  project_id: string | null
  domain_id: string | null
  application_credential_id: string | null
  /** How the user proved to be it, separated by commas. */
  methods: string
  audit_id: string
  /** The audit id of the sign-in that this token descends from. */
  audit_chain_id: string
  issued_at: number
  expires_at: number
  /** Sessions of the browser may be prolonged up to here; null: not at all. */
  renewable_until: number | null
}

export interface FailedAttemptRow {
  /** Whose door was knocked at: a user, an application credential, or the hash of a name that nobody has. */
  subject: string
  failures: number
  last_failed_at: number
  locked_until: number
}
