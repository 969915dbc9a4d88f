import * as rows from '../../db/identity-application-credentials.ts'
import { forbidden, invalid, notFound } from '../../domain/errors.ts'
import type { NamedRef, TokenDetails } from '../token-details.ts'
import { newId, newToken } from '../token-secrets.ts'
import { changing, type DirectoryDeps, unlessTaken } from './deps.ts'
import { listRoles } from './roles.ts'

/** A key with which a program acts for a user on one project. */
export interface ApplicationCredential {
  readonly id: string
  readonly userId: string
  readonly projectId: string
  readonly name: string
  readonly description: string | null
  readonly roles: readonly NamedRef[]
  /** May make and delete application credentials itself. */
  readonly isUnrestricted: boolean
  readonly expiresAtMs: number | null
}

export interface NewApplicationCredential {
  readonly name: string
  readonly description: string | null
  /** By id or name, among the caller's; absent: all of the caller's. */
  readonly roles?:
    | readonly { readonly id?: string | undefined; readonly name?: string | undefined }[]
    | undefined
  readonly secret?: string | undefined
  readonly isUnrestricted: boolean
  readonly expiresAtMs: number | null
}

/**
 * For the caller, on the project of the caller's token.
 * @returns it with its secret, which is shown this once.
 * @throws `conflict` the name is taken; `invalid` roles, no project, or an end in the past; `forbidden` a restricted token
 */
export async function createApplicationCredential(
  deps: DirectoryDeps & { readonly clock: () => number },
  caller: TokenDetails,
  wanted: NewApplicationCredential,
): Promise<{ credential: ApplicationCredential; secret: string }> {
  assertUnrestricted(caller)
  if (caller.projectId === null)
    throw invalid('An application credential belongs to a project: use a token that is scoped to one.')
  if (wanted.expiresAtMs !== null && wanted.expiresAtMs <= deps.clock()) {
    throw invalid('expires_at must be in the future.', 'application_credential.expires_at')
  }
  const secret = wanted.secret ?? newToken()
  const { name, description, isUnrestricted, expiresAtMs } = wanted
  const roles = chooseRoles(caller, wanted.roles)
  const own = { id: newId(), userId: caller.userId, projectId: caller.projectId }
  const credential = { ...own, name, description, roles, isUnrestricted, expiresAtMs }
  const row = { ...toRow(credential), secret_hash: await deps.passwords.hash(secret) }
  await unlessTaken(`You have an application credential named ${name} already.`, () =>
    rows.insertApplicationCredential(deps.database.kysely, { row, roleIds: roles.map((role) => role.id) }),
  )
  return { credential, secret }
}

function chooseRoles(caller: TokenDetails, wanted: NewApplicationCredential['roles']): readonly NamedRef[] {
  if (wanted === undefined || wanted.length === 0) return caller.roleRefs
  return wanted.map(({ id, name }) => {
    const role = caller.roleRefs.find((own) => (id === undefined ? own.name === name : own.id === id))
    if (role === undefined) {
      throw invalid(
        `You do not have the role ${id ?? name} on this project, so you cannot hand it on.`,
        'application_credential.roles',
      )
    }
    return role
  })
}

/** @throws `not_found` also when it is another user's */
export async function getApplicationCredential(
  deps: DirectoryDeps,
  userId: string,
  id: string,
): Promise<ApplicationCredential> {
  const record = await rows.findApplicationCredential(deps.database.kysely, id)
  if (record === undefined || record.row.user_id !== userId) throw notFound('application credential', id)
  return fromRecord(record, await listRoles(deps))
}

export async function listApplicationCredentials(
  deps: DirectoryDeps,
  userId: string,
  name?: string,
): Promise<ApplicationCredential[]> {
  const records = await rows.listApplicationCredentials(deps.database.kysely, userId, name)
  const roles = await listRoles(deps)
  return records.map((record) => fromRecord(record, roles))
}

/** Ends its tokens. @throws `not_found`; `forbidden` a restricted token */
export async function deleteApplicationCredential(
  deps: DirectoryDeps,
  caller: TokenDetails,
  userId: string,
  id: string,
): Promise<void> {
  assertUnrestricted(caller)
  await getApplicationCredential(deps, userId, id)
  await changing(deps, () => rows.deleteApplicationCredential(deps.database.kysely, id))
}

/** A stolen key must not be able to make itself further keys. */
function assertUnrestricted(caller: TokenDetails): void {
  if (caller.applicationCredential?.isRestricted === true) {
    throw forbidden('A restricted application credential cannot make or delete application credentials.')
  }
}

function fromRecord(
  { row, roleIds }: rows.ApplicationCredentialRecord,
  roles: readonly NamedRef[],
): ApplicationCredential {
  return {
    id: row.id,
    userId: row.user_id,
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    roles: roles.filter((role) => roleIds.includes(role.id)).map(({ id, name }) => ({ id, name })),
    isUnrestricted: row.is_unrestricted === 1,
    expiresAtMs: row.expires_at,
  }
}

function toRow(
  credential: ApplicationCredential,
): Omit<rows.ApplicationCredentialRecord['row'], 'secret_hash'> {
  return {
    id: credential.id,
    user_id: credential.userId,
    project_id: credential.projectId,
    name: credential.name,
    description: credential.description,
    is_unrestricted: Number(credential.isUnrestricted),
    expires_at: credential.expiresAtMs,
  }
}
