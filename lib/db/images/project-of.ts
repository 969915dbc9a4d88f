import { notFound } from '#lib/domain/errors.ts'
import type { Database } from '../database.ts'

/** Asks whose image it is, for stores that keep data by project. Null: nobody's. @throws `not_found` */
export function createProjectOf({ kysely }: Database): (imageId: string) => Promise<string | null> {
  return async (imageId) => {
    const row = await kysely
      .selectFrom('images')
      .select('owner')
      .where('id', '=', imageId)
      .executeTakeFirstOrThrow(() => notFound('image', imageId))
    return row.owner
  }
}
