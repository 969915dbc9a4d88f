import * as rows from '../../db/identity-projects.ts'
import { deleteTokensOfProject } from '../../db/identity-tokens.ts'
import type { ProjectRow } from '../../db/tables/identity.ts'
import { forbidden, invalid, notFound } from '../../domain/errors.ts'
import { newId } from '../token-secrets.ts'
import { changing, type DirectoryDeps, given, unlessTaken } from './deps.ts'
import { getDomain } from './domains.ts'
import type { Change, Extra, Project } from './model.ts'

/** @throws `not_found` */
export async function getProject({ database }: DirectoryDeps, id: string): Promise<Project> {
  const row = await rows.findProject(database.kysely, id)
  if (row === undefined) throw notFound('project', id)
  return fromRow(row)
}

export async function listProjects(
  { database }: DirectoryDeps,
  filter: rows.ProjectFilter,
): Promise<Project[]> {
  return (await rows.listProjects(database.kysely, filter)).map(fromRow)
}

/** @throws `conflict` the name is taken in the domain; `not_found` no such domain; `invalid` no such parent there */
export async function createProject(deps: DirectoryDeps, project: Omit<Project, 'id'>): Promise<Project> {
  await getDomain(deps, project.domainId)
  await assertParent(deps, project)
  const created = { ...project, id: newId() }
  await unlessTaken(taken(created), () => rows.insertProject(deps.database.kysely, toRow(created)))
  return created
}

async function assertParent(deps: DirectoryDeps, { parentId, domainId }: Omit<Project, 'id'>): Promise<void> {
  if (parentId === null) return
  const parent = await rows.findProject(deps.database.kysely, parentId)
  if (parent?.domain_id !== domainId) {
    throw invalid(`There is no project ${parentId} in the domain ${domainId} to be the parent.`, 'parent_id')
  }
}

/** Disabling ends the tokens for it. @throws `not_found`, `conflict` */
export async function updateProject(
  deps: DirectoryDeps,
  id: string,
  change: Change<Omit<Project, 'domainId' | 'parentId'>>,
): Promise<Project> {
  const before = await getProject(deps, id)
  const after = { ...before, ...given(change), extra: { ...before.extra, ...change.extra }, id }
  return changing(deps, async () => {
    await unlessTaken(taken(after), () => rows.updateProject(deps.database.kysely, id, toRow(after)))
    if (!after.isEnabled) await deleteTokensOfProject(deps.database.kysely, id)
    return after
  })
}

/** Ends the tokens for it and the application credentials in it. Images stay. @throws `not_found`; `forbidden` it has children */
export async function deleteProject(deps: DirectoryDeps, id: string): Promise<void> {
  await getProject(deps, id)
  const children = await rows.listProjects(deps.database.kysely, { parentId: id, limit: 1 })
  if (children.length > 0) throw forbidden(`The project ${id} has projects under it. Delete those first.`)
  await changing(deps, () => rows.deleteProject(deps.database.kysely, id))
}

function taken({ name }: Pick<Project, 'name'>): string {
  return `A project named ${name} exists already in this domain.`
}

function fromRow(row: ProjectRow): Project {
  return {
    id: row.id,
    domainId: row.domain_id,
    parentId: row.parent_id,
    name: row.name,
    description: row.description,
    isEnabled: row.is_enabled === 1,
    extra: JSON.parse(row.extra) as Extra,
  }
}

function toRow(project: Project): ProjectRow {
  return {
    id: project.id,
    domain_id: project.domainId,
    parent_id: project.parentId,
    name: project.name,
    description: project.description,
    is_enabled: Number(project.isEnabled),
    extra: JSON.stringify(project.extra),
  }
}
