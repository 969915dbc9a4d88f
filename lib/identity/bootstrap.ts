import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { insertAssignment } from '../db/identity-assignments.ts'
import { insertDomainIfAbsent } from '../db/identity-domains.ts'
import { findProjectByName, insertProject } from '../db/identity-projects.ts'
import { insertRole, insertRoleImplication, listRoles } from '../db/identity-roles.ts'
import { deleteTokensOfUser } from '../db/identity-tokens.ts'
import { findUserByName, insertUser, updateUser } from '../db/identity-users.ts'
import type { EmbeddedIdentity } from './embedded.ts'
import { newId, newPassword } from './token-secrets.ts'

type Db = Database['kysely']

export const DEFAULT_DOMAIN_ID = 'default'
export const ADMIN = 'admin'
const OWN = { domain_id: DEFAULT_DOMAIN_ID, name: ADMIN, is_enabled: 1, extra: '{}' }
const BUILT_IN_ROLES = ['admin', 'member', 'reader', 'service'] as const

export interface Bootstrapped {
  /** The administrator's password when this call made it up: to be shown once to whoever started the program. */
  readonly generatedPassword?: string
}

/**
 * Makes the first domain, project, user and roles when there are none, and sets the administrator's password when the
 * settings say so. Several nodes may do it at once: only one of them creates, and only that one knows a made-up password.
 */
export async function bootstrapIdentity(
  identity: EmbeddedIdentity,
  config: Pick<Config, 'VITRINE_ADMIN_PASSWORD'>,
): Promise<Bootstrapped> {
  const wanted = config.VITRINE_ADMIN_PASSWORD?.reveal()
  const password = wanted ?? newPassword()
  const hash = await identity.passwords.hash(password)
  const isFirst = await identity.database.kysely.transaction().execute((db) => createFirst(db, hash))
  if (!isFirst && wanted !== undefined) await restoreAdmin(identity, wanted, hash)
  await identity.purgeExpired()
  return isFirst && wanted === undefined ? { generatedPassword: password } : {}
}

/** @returns false when somebody did it before. */
async function createFirst(db: Db, passwordHash: string): Promise<boolean> {
  const domain = { id: DEFAULT_DOMAIN_ID, name: 'Default', description: 'The default domain', is_enabled: 1 }
  // This row decides who is first: other nodes wait here until this transaction ends. It can never be deleted.
  if (!(await insertDomainIfAbsent(db, domain))) return false
  const roleIds = { admin: newId(), member: newId(), reader: newId(), service: newId() }
  for (const name of BUILT_IN_ROLES)
    await insertRole(db, { id: roleIds[name], name, description: null, is_immutable: 1 })
  await insertRoleImplication(db, { prior_role_id: roleIds.admin, implied_role_id: roleIds.member })
  await insertRoleImplication(db, { prior_role_id: roleIds.member, implied_role_id: roleIds.reader })
  await createAdmin(db, roleIds.admin, passwordHash)
  return true
}

/** The administrator's user, project and role; what exists already stays. */
async function createAdmin(db: Db, adminRoleId: string, passwordHash: string): Promise<void> {
  const projectId =
    (await findProjectByName(db, DEFAULT_DOMAIN_ID, ADMIN))?.id ?? (await createAdminProject(db))
  const userId =
    (await findUserByName(db, DEFAULT_DOMAIN_ID, ADMIN))?.id ??
    (await createAdminUser(db, projectId, passwordHash))
  await insertAssignment(db, { userId, roleId: adminRoleId, target: { kind: 'project', id: projectId } })
}

async function createAdminProject(db: Db): Promise<string> {
  const id = newId()
  const description = 'For administration'
  await insertProject(db, { ...OWN, id, parent_id: null, description })
  return id
}

async function createAdminUser(db: Db, projectId: string, passwordHash: string): Promise<string> {
  const id = newId()
  await insertUser(db, {
    ...OWN,
    id,
    description: null,
    default_project_id: projectId,
    password_hash: passwordHash,
  })
  return id
}

/** Whoever can set the settings can get in again: user, project and role are restored, too. */
async function restoreAdmin(identity: EmbeddedIdentity, password: string, hash: string): Promise<void> {
  const db = identity.database.kysely
  const before = await findUserByName(db, DEFAULT_DOMAIN_ID, ADMIN)
  const isSame = before !== undefined && (await identity.passwords.verify(before.password_hash, password))
  const [adminRole] = await listRoles(db, { name: ADMIN })
  await db.transaction().execute(async (within) => {
    if (adminRole !== undefined) await createAdmin(within, adminRole.id, hash)
    if (before === undefined) return
    await updateUser(within, before.id, { is_enabled: 1, ...(isSame ? {} : { password_hash: hash }) })
    if (!isSame) await deleteTokensOfUser(within, before.id)
  })
  identity.tokens.forgetAnswers()
}
