import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError, SETTINGS } from '#lib/config.ts'
import { openDatabase } from '#lib/db/database.ts'
import { openDataFolder, openTables } from './open-data.ts'

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-data-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

function openTablesAt(url: string, dataDir: string): Promise<void> {
  const database = openDatabase(url)
  onTestFinished(() => database.close())
  const { VITRINE_DATABASE_URL } = SETTINGS.parse({ VITRINE_DATABASE_URL: url })
  return openTables(
    VITRINE_DATABASE_URL === undefined ? { dataDir } : { VITRINE_DATABASE_URL, dataDir },
    database,
  )
}

const refusalOf = (work: Promise<void>): Promise<unknown> =>
  work.then(() => null).catch((error: unknown) => error)
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

test('the data folder and the files of the database are for our user alone', async () => {
  const folder = join(await temporaryFolder(), 'data')

  await openDataFolder(folder)
  await openTablesAt(`sqlite:${join(folder, 'vitrine.db')}`, folder)

  expect(await modeOf(folder)).toBe(0o700)
  const names = (await readdir(folder)).sort()
  expect(names).toEqual(['vitrine.db', 'vitrine.db-shm', 'vitrine.db-wal'])
  for (const name of names) expect(await modeOf(join(folder, name)), name).toBe(0o600)
})

test('a data folder that is none is named, as a wrong setting is', async () => {
  const path = join(await temporaryFolder(), 'file')
  await writeFile(path, '')

  const refusal = await refusalOf(openDataFolder(path))

  expect(refusal).toBeInstanceOf(ConfigError)
  expect(String(refusal)).toContain(`VITRINE_DATA_DIR: nothing can be written to the folder ${path}`)
})

test('a file that is no database is named', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'other.db')
  await writeFile(path, 'no database '.repeat(1000))

  const refusal = await refusalOf(openTablesAt(`sqlite:${path}`, folder))

  expect(refusal).toBeInstanceOf(ConfigError)
  expect(String(refusal)).toContain(`${path} cannot be used: file is not a database`)
})

test('a database that does not answer is named without its password', async () => {
  const folder = await temporaryFolder()

  const refusal = await refusalOf(openTablesAt('postgres://user:hidden@127.0.0.1:1/vitrine', folder))

  expect(refusal).toBeInstanceOf(ConfigError)
  expect(String(refusal)).toContain(
    'VITRINE_DATABASE_URL: the database vitrine at 127.0.0.1:1 cannot be used',
  )
  expect(String(refusal)).not.toContain('hidden')
})
