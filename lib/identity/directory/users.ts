import { forgetFailedAttempts } from '../../db/identity-failed-attempts.ts'
import { deleteTokensOfUser } from '../../db/identity-tokens.ts'
import * as rows from '../../db/identity-users.ts'
import type { UserRow } from '../../db/tables/identity.ts'
import { notFound } from '../../domain/errors.ts'
import { userSubject } from '../lockout.ts'
import { newId } from '../token-secrets.ts'
import { changing, type DirectoryDeps, given, unlessTaken } from './deps.ts'
import { getDomain } from './domains.ts'
import type { Change, Extra, User } from './model.ts'

/** @throws `not_found` */
export async function getUser({ database }: DirectoryDeps, id: string): Promise<User> {
  const row = await rows.findUser(database.kysely, id)
  if (row === undefined) throw notFound('user', id)
  return fromRow(row)
}

export async function listUsers({ database }: DirectoryDeps, filter: rows.UserFilter): Promise<User[]> {
  return (await rows.listUsers(database.kysely, filter)).map(fromRow)
}

/** Without a password the user exists but cannot sign in. @throws `conflict` the name is taken; `not_found` no such domain */
export async function createUser(
  deps: DirectoryDeps,
  user: Omit<User, 'id'>,
  password: string | null,
): Promise<User> {
  await getDomain(deps, user.domainId)
  const created = { ...user, id: newId() }
  const row = {
    ...toRow(created),
    password_hash: password === null ? null : await deps.passwords.hash(password),
  }
  await unlessTaken(taken(user.name), () => rows.insertUser(deps.database.kysely, row))
  return created
}

/** Disabling, and a new password, end the user's tokens. @throws `not_found`, `conflict` */
export async function updateUser(
  deps: DirectoryDeps,
  id: string,
  change: Change<Omit<User, 'domainId'>>,
  password?: string,
): Promise<User> {
  const before = await getUser(deps, id)
  const after = { ...before, ...given(change), extra: { ...before.extra, ...change.extra }, id }
  const hash = password === undefined ? undefined : await deps.passwords.hash(password)
  const db = deps.database.kysely
  return changing(deps, async () => {
    const row = { ...toRow(after), ...given({ password_hash: hash }) }
    await unlessTaken(taken(after.name), () => rows.updateUser(db, id, row))
    if (hash !== undefined || !after.isEnabled) await deleteTokensOfUser(db, id)
    // Who has been given a new password need not wait for the end of a lock.
    if (hash !== undefined) await forgetFailedAttempts(db, userSubject(id))
    return after
  })
}

/** With tokens, roles and application credentials. @throws `not_found` */
export async function deleteUser(deps: DirectoryDeps, id: string): Promise<void> {
  await getUser(deps, id)
  await changing(deps, () => rows.deleteUser(deps.database.kysely, id))
}

function taken(name: string): string {
  return `A user named ${name} exists already in this domain.`
}

function fromRow(row: UserRow): User {
  return {
    id: row.id,
    domainId: row.domain_id,
    name: row.name,
    description: row.description,
    defaultProjectId: row.default_project_id,
    isEnabled: row.is_enabled === 1,
    extra: JSON.parse(row.extra) as Extra,
  }
}

function toRow(user: User): Omit<UserRow, 'password_hash'> {
  return {
    id: user.id,
    domain_id: user.domainId,
    name: user.name,
    description: user.description,
    default_project_id: user.defaultProjectId,
    is_enabled: Number(user.isEnabled),
    extra: JSON.stringify(user.extra),
  }
}
