import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createEventLog, newest } from '#lib/db/events/event-log.ts'
import type { EventFilter } from '#lib/domain/recorded-events.ts'
import { forEachDatabase } from '#tests/support/database.ts'

forEachDatabase((open, dialect) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await fill(database)
  })

  it.each<[string, string, EventFilter]>([
    ['of one type', 'events_by_type', { types: ['image.delete'] }],
    ['of a few types', 'events_by_type', { types: ['image.delete', 'task.failure'] }],
    ['of what one project did', 'events_by_project_id', { projectId: 'p7' }],
  ])('a page %s is read from its index, and nothing else is', async (_which, index, filter) => {
    const question = newest(database.kysely, filter, 25).compile()
    const explain = sql.raw(dialect === 'sqlite' ? 'explain query plan' : 'explain')
    const inlined = question.parameters.reduce<string>(
      (text, value) => text.replace(/\?|\$\d+/, typeof value === 'number' ? String(value) : `'${value}'`),
      question.sql,
    )
    const { rows } = await sql<object>`${explain} ${sql.raw(inlined)}`.execute(database.kysely)
    const plan = rows.map((row) => String(Object.values(row).at(-1))).join('\n')
    expect(plan).toContain(index)
    expect(plan).not.toMatch(/SCAN events|Seq Scan/)
  })

  it('a page of several types has the newest of all, in order', async () => {
    const log = createEventLog(database)
    const page = await log.list({ types: ['image.delete', 'task.failure'] }, 3)
    expect(page.map(({ type }) => type)).toEqual(['task.failure', 'image.delete', 'task.failure'])
    const older = await log.list({ types: ['image.delete', 'task.failure'], olderThan: page[1]?.id ?? 0 }, 1)
    expect(older).toEqual([page[2]])
  })
})

/** Twenty thousand events; one in a thousand is a deletion, one in five hundred a failure. */
async function fill({ kysely, dialect }: Database): Promise<void> {
  const numbers =
    dialect === 'sqlite'
      ? sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 20000)`
      : sql`with numbers as (select generate_series(1, 20000) as n)`
  const type = sql`case when n % 1000 = 500 then 'image.delete' when n % 500 = 0 then 'task.failure' else 'image.update' end`
  await sql`insert into events (message_id, recorded_at_ms, type, priority, project_id, payload)
    ${numbers} select 'm', n, ${type}, 'INFO', 'p' || (n % 1000), '{}' from numbers`.execute(kysely)
  await sql`analyze`.execute(kysely)
}
