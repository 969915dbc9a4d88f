import { sql } from 'kysely'
import { dataNameIn } from '#lib/domain/locations.ts'
import type { Database } from './database.ts'

/** Who has data at a url. */
export interface LocationRecords {
  /**
   * Whether the data there is, or was, another image's than this. One object can have several urls (Glance wrote others
   * than we do), but all end in its name and what the kind of store writes behind it; and data that came in here has its
   * image's id for a name.
   */
  isOthers(url: string, imageId: string): Promise<boolean>
}

export function createLocationRecords({ kysely: db }: Database): LocationRecords {
  return {
    async isOthers(url, imageId) {
      const name = dataNameIn(url)
      const ending = `%/${name.replace(/[\\%_]/g, '\\$&')}`
      const { rows } = await sql`
        select image_id from image_locations
        where image_id <> ${imageId} and (url = ${url}
          or url like ${ending} escape '\\' or url like ${`${ending}/snap`} escape '\\'
          or (url like 'vsphere:%' and url like ${`${ending}?%`} escape '\\'))
        union all select id from images where id = ${name} and id <> ${imageId}
        union all select id from image_tombstones where id_folded = ${name.toLowerCase()}
        limit 1`.execute(db)
      return rows.length > 0
    },
  }
}
