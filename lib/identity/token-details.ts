import type { Database } from '../db/database.ts'
import { findApplicationCredential } from '../db/identity-application-credentials.ts'
import { listAssignments, type RoleTarget } from '../db/identity-assignments.ts'
import { findDomain } from '../db/identity-domains.ts'
import { findProject } from '../db/identity-projects.ts'
import { listRoleImplications, listRoles } from '../db/identity-roles.ts'
import { findUser } from '../db/identity-users.ts'
import type { DomainRow, ProjectRow, TokenRow, UserRow } from '../db/tables/identity.ts'
import type { TokenInfo } from '../domain/identity.ts'
import { withImpliedRoles } from './effective-roles.ts'

export interface NamedRef {
  readonly id: string
  readonly name: string
}

export interface CredentialRef extends NamedRef {
  /** May not make or delete application credentials itself. */
  readonly isRestricted: boolean
}

/** All that a token stands for, as the identity API shows it. */
export interface TokenDetails extends TokenInfo {
  /** The hash under which it is stored. */
  readonly id: string
  readonly user: NamedRef & { readonly domain: NamedRef }
  readonly project: (NamedRef & { readonly domain: NamedRef }) | null
  readonly domain: NamedRef | null
  readonly roleRefs: readonly NamedRef[]
  readonly applicationCredential: CredentialRef | null
  readonly methods: readonly string[]
  readonly auditId: string
  readonly auditChainId: string
  readonly renewableUntilMs: number | null
}

type Db = Database['kysely']
interface Owned<Row> {
  readonly row: Row
  readonly domain: DomainRow
}

/**
 * What the token stands for at this moment.
 * @returns undefined when it stands for nothing any more: its user, project or domain is disabled or gone, or the user
 *   has no role there now.
 */
export async function describeToken(db: Db, row: TokenRow): Promise<TokenDetails | undefined> {
  const [user, project, domain, credential] = await Promise.all([
    withEnabledDomain(db, await findUser(db, row.user_id)),
    row.project_id === null ? null : withEnabledDomain(db, await findProject(db, row.project_id)),
    row.domain_id === null ? null : enabled(await findDomain(db, row.domain_id)),
    row.application_credential_id === null
      ? null
      : findApplicationCredential(db, row.application_credential_id),
  ])
  if (user === undefined || project === undefined || domain === undefined || credential === undefined)
    return undefined
  const target = targetOf(row)
  const roleRefs = target === null ? [] : await effectiveRoles(db, row.user_id, target, credential?.roleIds)
  if (target !== null && roleRefs.length === 0) return undefined
  const applicationCredential =
    credential === null
      ? null
      : {
          id: credential.row.id,
          name: credential.row.name,
          isRestricted: credential.row.is_unrestricted === 0,
        }
  return toDetails({ row, user, project, domain, roleRefs, applicationCredential })
}

function targetOf(row: TokenRow): RoleTarget | null {
  if (row.project_id !== null) return { kind: 'project', id: row.project_id }
  return row.domain_id === null ? null : { kind: 'domain', id: row.domain_id }
}

function enabled<Row extends { is_enabled: number }>(row: Row | undefined): Row | undefined {
  return row?.is_enabled === 1 ? row : undefined
}

async function withEnabledDomain<Row extends UserRow | ProjectRow>(
  db: Db,
  row: Row | undefined,
): Promise<Owned<Row> | undefined> {
  if (row === undefined || row.is_enabled !== 1) return undefined
  const domain = enabled(await findDomain(db, row.domain_id))
  return domain === undefined ? undefined : { row, domain }
}

/** The user's roles there with the implied ones, in the order of names; at most those in `within`, if given. */
async function effectiveRoles(
  db: Db,
  userId: string,
  target: RoleTarget,
  within?: readonly string[],
): Promise<readonly NamedRef[]> {
  const scope = target.kind === 'project' ? { projectId: target.id } : { domainId: target.id }
  const [assignments, implications, roles] = await Promise.all([
    listAssignments(db, { userId, ...scope }),
    listRoleImplications(db),
    listRoles(db),
  ])
  const has = withImpliedRoles(
    assignments.map((assignment) => assignment.roleId),
    implications,
  )
  const may = within === undefined ? has : withImpliedRoles(within, implications)
  return roles
    .filter((role) => has.has(role.id) && may.has(role.id))
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

interface Parts {
  readonly row: TokenRow
  readonly user: Owned<UserRow>
  readonly project: Owned<ProjectRow> | null
  readonly domain: DomainRow | null
  readonly roleRefs: readonly NamedRef[]
  readonly applicationCredential: CredentialRef | null
}

function toDetails({ row, user, project, domain, roleRefs, applicationCredential }: Parts): TokenDetails {
  return {
    id: row.id,
    userId: user.row.id,
    userName: user.row.name,
    userDomainId: user.domain.id,
    user: { ...named(user.row), domain: named(user.domain) },
    projectId: project?.row.id ?? null,
    projectName: project?.row.name ?? null,
    projectDomainId: project?.domain.id ?? null,
    project: project === null ? null : { ...named(project.row), domain: named(project.domain) },
    domainId: domain?.id ?? null,
    domain: domain === null ? null : named(domain),
    roles: roleRefs.map((role) => role.name.toLowerCase()),
    roleRefs,
    applicationCredential,
    methods: row.methods.split(','),
    auditId: row.audit_id,
    auditChainId: row.audit_chain_id,
    issuedAtMs: row.issued_at,
    expiresAtMs: row.expires_at,
    renewableUntilMs: row.renewable_until,
  }
}

function named({ id, name }: NamedRef): NamedRef {
  return { id, name }
}
