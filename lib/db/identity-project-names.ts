import type { ProjectName, ProjectNames } from '#lib/domain/shares.ts'
import type { Database } from './database.ts'

/** The built-in identity's projects by id and by exact name. */
export function createProjectNames({ kysely }: Database): ProjectNames {
  const names = () =>
    kysely
      .selectFrom('identity_projects')
      .innerJoin('identity_domains', 'identity_domains.id', 'identity_projects.domain_id')
      .select(['identity_projects.id', 'identity_projects.name', 'identity_domains.name as domainName'])
  return {
    async byId(ids): Promise<readonly ProjectName[]> {
      return ids.length === 0 ? [] : names().where('identity_projects.id', 'in', ids).execute()
    },
    named: (name) =>
      names()
        .where('identity_projects.name', '=', name)
        .where('identity_projects.is_enabled', '=', 1)
        .orderBy('identity_domains.name')
        .execute(),
  }
}
