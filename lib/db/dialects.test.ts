import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './database.ts'

test('a transaction that SQLite ended by itself fails with the reason', async () => {
  const database = openDatabase('sqlite::memory:')
  onTestFinished(() => database.close())
  await sql`create table numbers (number integer primary key)`.execute(database.kysely)

  const work = database.kysely.transaction().execute(async (db) => {
    await sql`insert into numbers values (1)`.execute(db)
    await sql`insert or rollback into numbers values (1)`.execute(db)
  })

  await expect(work).rejects.toThrow('UNIQUE constraint failed: numbers.number')
})
