import * as rows from '../../db/identity-roles.ts'
import type { RoleRow } from '../../db/tables/identity.ts'
import { forbidden, notFound } from '../../domain/errors.ts'
import { ADMIN } from '../bootstrap.ts'
import { newId } from '../token-secrets.ts'
import { changing, type DirectoryDeps, given, unlessTaken } from './deps.ts'
import type { Change, Role } from './model.ts'

/** Who has the prior role has the implied one too. */
export interface Inference {
  readonly prior: Role
  readonly implied: Role
}

/** @throws `not_found` */
export async function getRole({ database }: DirectoryDeps, id: string): Promise<Role> {
  const row = await rows.findRole(database.kysely, id)
  if (row === undefined) throw notFound('role', id)
  return fromRow(row)
}

export async function listRoles({ database }: DirectoryDeps, filter: rows.RoleFilter = {}): Promise<Role[]> {
  return (await rows.listRoles(database.kysely, filter)).map(fromRow)
}

/** @throws `conflict` the name is taken */
export async function createRole(
  { database }: DirectoryDeps,
  role: Pick<Role, 'name' | 'description'>,
): Promise<Role> {
  const created = { ...role, id: newId(), isImmutable: false }
  await unlessTaken(taken(role.name), () => rows.insertRole(database.kysely, toRow(created)))
  return created
}

/** @throws `not_found`; `conflict`; `forbidden` a built-in role */
export async function updateRole(
  deps: DirectoryDeps,
  id: string,
  change: Change<Pick<Role, 'name' | 'description'>>,
): Promise<Role> {
  const after = { ...(await mutableRole(deps, id)), ...given(change) }
  return changing(deps, async () => {
    await unlessTaken(taken(after.name), () => rows.updateRole(deps.database.kysely, id, toRow(after)))
    return after
  })
}

/** With its assignments. @throws `not_found`; `forbidden` a built-in role */
export async function deleteRole(deps: DirectoryDeps, id: string): Promise<void> {
  await mutableRole(deps, id)
  await changing(deps, () => rows.deleteRole(deps.database.kysely, id))
}

async function mutableRole(deps: DirectoryDeps, id: string): Promise<Role> {
  const role = await getRole(deps, id)
  if (role.isImmutable)
    throw forbidden(`The role ${role.name} is built in: it can be neither changed nor deleted.`)
  return role
}

/** In the order of the names, the prior ones first. */
export async function listInferences(deps: DirectoryDeps): Promise<readonly Inference[]> {
  const [roles, implications] = await Promise.all([
    listRoles(deps),
    rows.listRoleImplications(deps.database.kysely),
  ])
  const byId = new Map(roles.map((role) => [role.id, role]))
  return implications
    .flatMap(({ prior_role_id, implied_role_id }) => {
      const prior = byId.get(prior_role_id)
      const implied = byId.get(implied_role_id)
      return prior === undefined || implied === undefined ? [] : [{ prior, implied }]
    })
    .sort((a, b) => (`${a.prior.name} ${a.implied.name}` < `${b.prior.name} ${b.implied.name}` ? -1 : 1))
}

/** @throws `not_found` a role, or the inference */
export async function getInference(
  deps: DirectoryDeps,
  priorId: string,
  impliedId: string,
): Promise<Inference> {
  await Promise.all([getRole(deps, priorId), getRole(deps, impliedId)])
  const inferences = await listInferences(deps)
  const found = inferences.find(({ prior, implied }) => prior.id === priorId && implied.id === impliedId)
  if (found === undefined) throw notFound('inference', `from role ${priorId} to role ${impliedId}`)
  return found
}

/** @throws `not_found` a role; `forbidden` the role admin must be given by name */
export async function createInference(
  deps: DirectoryDeps,
  priorId: string,
  impliedId: string,
): Promise<Inference> {
  const [prior, implied] = await Promise.all([getRole(deps, priorId), getRole(deps, impliedId)])
  if (implied.name === ADMIN)
    throw forbidden('No other role may imply admin: give admin itself to whoever shall have it.')
  await changing(deps, () =>
    rows.insertRoleImplication(deps.database.kysely, { prior_role_id: priorId, implied_role_id: impliedId }),
  )
  return { prior, implied }
}

/** @throws `not_found` */
export async function deleteInference(
  deps: DirectoryDeps,
  priorId: string,
  impliedId: string,
): Promise<void> {
  await getInference(deps, priorId, impliedId)
  await changing(deps, () =>
    rows.deleteRoleImplication(deps.database.kysely, { prior_role_id: priorId, implied_role_id: impliedId }),
  )
}

function taken(name: string): string {
  return `A role named ${name} exists already.`
}

function fromRow(row: RoleRow): Role {
  return { id: row.id, name: row.name, description: row.description, isImmutable: row.is_immutable === 1 }
}

function toRow(role: Role): RoleRow {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    is_immutable: Number(role.isImmutable),
  }
}
