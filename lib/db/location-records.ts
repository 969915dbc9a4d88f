import type { Database } from './database.ts'

/** Who has data at a url. */
export interface LocationRecords {
  /** The image with this location, if there is one other than this. */
  findOther(url: string, imageId: string): Promise<string | null>
}

export function createLocationRecords({ kysely: db }: Database): LocationRecords {
  return {
    async findOther(url, imageId) {
      const row = await db
        .selectFrom('image_locations')
        .select('image_id')
        .where('url', '=', url)
        .where('image_id', '<>', imageId)
        .executeTakeFirst()
      return row?.image_id ?? null
    },
  }
}
