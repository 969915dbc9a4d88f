import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate, openDatabase } from '#lib/db/database.ts'
import { migrateAlone } from '#lib/db/dialects.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { addAll, adminOf, anImage } from './image-records-builders.ts'

const run = promisify(execFile)

async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-migrate-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'test.db')
}

forEachDatabase((open, dialect) => {
  it('says that its disk is full, and serves again when there is room', async () => {
    const database = await open()
    const records = createImageRecords(database)
    // SQLite may be told that there is no more room; PostgreSQL is made to say what it says then.
    const fill = {
      sqlite: [sql`pragma max_page_count = 1`, sql`pragma max_page_count = 4294967294`],
      postgres: [
        sql`create function full_disk() returns trigger language plpgsql as
          $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
        sql`drop trigger full_disk on images`,
      ],
    }[dialect]
    await fill[0]?.execute(database.kysely)
    if (dialect === 'postgres') {
      await sql`create trigger full_disk before insert on images execute function full_disk()`.execute(
        database.kysely,
      )
    }
    const big = { ...anImage(), properties: { text: 'x'.repeat(1_000_000) } }
    await expect(addAll(records, [big])).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/disk under the database is full/),
      retryAfterSeconds: 60,
    })

    await fill[1]?.execute(database.kysely)
    await addAll(records, [big])
    expect(await records.get(adminOf('ops'), big.id)).toEqual(big)
  })

  it('is left alone by a second migration', async () => {
    const database = await open()
    const image = anImage()
    await addAll(createImageRecords(database), [image])
    await Promise.all([migrate(database), migrate(database)])
    expect(await createImageRecords(database).get(adminOf('ops'), image.id)).toEqual(image)
  })
})

describe('a new SQLite file', () => {
  it('gets its tables once when several processes start at the same time', async () => {
    const file = await temporaryFile()
    const script = `
      import { migrate, openDatabase } from ${JSON.stringify(new URL('../../lib/db/database.ts', import.meta.url).href)}
      const database = openDatabase(${JSON.stringify(`sqlite:${file}`)})
      await migrate(database)
      await database.close()`
    const start = () => run(process.execPath, ['--input-type=module', '-e', script])
    await expect(Promise.all([start(), start(), start()])).resolves.toHaveLength(3)
  })

  it('keeps nothing of a migration that fails half-way', async () => {
    const database = openDatabase(`sqlite:${await temporaryFile()}`)
    const migration = migrateAlone(database.kysely, async (db) => {
      await sql`create table half (id integer)`.execute(db)
      throw new Error('out of luck')
    })
    await expect(migration).rejects.toThrow('out of luck')
    await expect(sql`select * from half`.execute(database.kysely)).rejects.toThrow('no such table')
    await migrate(database)
    await database.close()
  })
})
