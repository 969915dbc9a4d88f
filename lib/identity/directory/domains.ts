import { listDomainsOfUser } from '../../db/identity-assignments.ts'
import * as rows from '../../db/identity-domains.ts'
import { deleteTokensOfDomain } from '../../db/identity-tokens.ts'
import type { DomainRow } from '../../db/tables/identity.ts'
import { forbidden, notFound } from '../../domain/errors.ts'
import { DEFAULT_DOMAIN_ID } from '../bootstrap.ts'
import { newId } from '../token-secrets.ts'
import { changing, type DirectoryDeps, given, unlessTaken } from './deps.ts'
import type { Change, Domain } from './model.ts'

/** @throws `not_found` */
export async function getDomain({ database }: DirectoryDeps, id: string): Promise<Domain> {
  const row = await rows.findDomain(database.kysely, id)
  if (row === undefined) throw notFound('domain', id)
  return fromRow(row)
}

export async function listDomains({ database }: DirectoryDeps, filter: rows.DomainFilter): Promise<Domain[]> {
  return (await rows.listDomains(database.kysely, filter)).map(fromRow)
}

/** The domains on which the user has a role, if enabled. */
export async function domainsOfUser({ database }: DirectoryDeps, userId: string): Promise<Domain[]> {
  return (await listDomainsOfUser(database.kysely, userId)).map(fromRow).filter((domain) => domain.isEnabled)
}

/** @throws `conflict` the name is taken */
export async function createDomain({ database }: DirectoryDeps, domain: Omit<Domain, 'id'>): Promise<Domain> {
  const created = { ...domain, id: newId() }
  await unlessTaken(taken(domain.name), () => rows.insertDomain(database.kysely, toRow(created)))
  return created
}

/** Disabling ends the tokens of its users and projects. @throws `not_found`; `conflict`; `forbidden` the default domain */
export async function updateDomain(deps: DirectoryDeps, id: string, change: Change<Domain>): Promise<Domain> {
  const before = await getDomain(deps, id)
  if (change.isEnabled === false && id === DEFAULT_DOMAIN_ID) {
    throw forbidden('The default domain cannot be disabled: nobody could sign in any more.')
  }
  const after = { ...before, ...given(change), id }
  return changing(deps, async () => {
    await unlessTaken(taken(after.name), () => rows.updateDomain(deps.database.kysely, id, toRow(after)))
    if (!after.isEnabled) await deleteTokensOfDomain(deps.database.kysely, id)
    return after
  })
}

/** @throws `not_found`; `forbidden` while it is enabled */
export async function deleteDomain(deps: DirectoryDeps, id: string): Promise<void> {
  const domain = await getDomain(deps, id)
  if (domain.isEnabled)
    throw forbidden(`The domain ${id} is enabled. Disable it before you delete it with all that is in it.`)
  await changing(deps, () => rows.deleteDomain(deps.database.kysely, id))
}

function taken(name: string): string {
  return `A domain named ${name} exists already.`
}

function fromRow(row: DomainRow): Domain {
  return { id: row.id, name: row.name, description: row.description, isEnabled: row.is_enabled === 1 }
}

function toRow(domain: Domain): DomainRow {
  return {
    id: domain.id,
    name: domain.name,
    description: domain.description,
    is_enabled: Number(domain.isEnabled),
  }
}
