import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { runsTriggersInline } from '../dialects.ts'

const RELEASE = `delete from quota_reservations where holder_kind = 'task' and holder_id = old.id;`

const TRIGGERS = [
  { name: 'quota_task_removed', event: 'after delete on tasks', when: '' },
  {
    name: 'quota_task_ended',
    event: 'after update of status on tasks',
    when: `when (new.status in ('success', 'failure'))`,
  },
] as const

/** What a task has reserved ends with it, as an upload's does (migration 0006). */
export const quotaOfTasks: Migration = {
  async up(db: Kysely<unknown>) {
    for (const { name, event, when } of TRIGGERS) {
      const head = `create trigger ${name} ${event} for each row ${when}`
      if (runsTriggersInline(db)) {
        await sql.raw(`${head} begin ${RELEASE} end`).execute(db)
        continue
      }
      await sql
        .raw(
          `create function ${name}() returns trigger language plpgsql as $$ begin ${RELEASE} return null; end $$`,
        )
        .execute(db)
      await sql.raw(`${head} execute function ${name}()`).execute(db)
    }
  },
}
