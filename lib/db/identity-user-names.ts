import type { UserNames } from '#lib/domain/recorded-events.ts'
import type { Database } from './database.ts'

/** The built-in identity's users by id. */
export function createUserNames({ kysely }: Database): UserNames {
  return {
    byId: async (ids) =>
      ids.length === 0
        ? []
        : kysely.selectFrom('identity_users').select(['id', 'name']).where('id', 'in', ids).execute(),
  }
}
