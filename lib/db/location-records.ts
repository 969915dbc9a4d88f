import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Who has data at a url. */
export interface LocationRecords {
  /**
   * Whether the data there is, or was, another image's than this. One object can have several urls (Glance wrote others
   * than we do), but all end in its name, in Ceph with its snapshot behind it; and data that came in here has its image's
   * id for a name.
   */
  isOthers(url: string, imageId: string): Promise<boolean>
}

export function createLocationRecords({ kysely: db }: Database): LocationRecords {
  return {
    async isOthers(url, imageId) {
      const place = url.replace(/^(rbd:.*)\/snap$/, '$1')
      const name = place.slice(place.lastIndexOf('/') + 1)
      const ending = `%/${name.replace(/[\\%_]/g, '\\$&')}`
      const { rows } = await sql`
        select image_id from image_locations
        where image_id <> ${imageId} and (
          url = ${url} or url like ${ending} escape '\\' or url like ${`${ending}/snap`} escape '\\')
        union all select id from images where id = ${name} and id <> ${imageId}
        union all select id from image_tombstones where id_folded = ${name.toLowerCase()}
        limit 1`.execute(db)
      return rows.length > 0
    },
  }
}
