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

forEachDatabase((open) => {
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
