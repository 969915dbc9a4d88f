import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The audit is asked for one type of event, or for what one project did, more often than for anything else. */
export const auditByType: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of ['type', 'project_id']) {
      await db.schema.createIndex(`events_by_${column}`).on('events').columns([column, 'id']).execute()
    }
  },
}
