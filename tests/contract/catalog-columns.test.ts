import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runExport } from '#lib/cli/export.ts'
import { runImport } from '#lib/cli/import.ts'
import { type Config, loadConfig } from '#lib/config.ts'
import { type Database, migrate, openDatabase } from '#lib/db/database.ts'
import { insertLimits, insertRegisteredLimits } from '#lib/db/identity-limits.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createMetadefRecords } from '#lib/db/metadefs/metadef-records.ts'
import { systemContext } from '#lib/domain/context.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { newImage } from '#lib/domain/new-image.ts'
import { databaseUrl } from '#lib/runtime/database-url.ts'

/**
 * Tables that a catalog carries, with the columns that are another site's own. Every other column must come out at the other
 * end as it went in: whoever adds a column adds it to the catalog's files, or says here why it stays.
 */
const CARRIED: Readonly<Record<string, readonly string[]>> = {
  ...{ images: [], image_tags: [], image_properties: [], image_locations: [], image_members: [] },
  /** Numbered anew; the search finds the same. */
  image_texts: ['id'],
  ...{ deactivations: [], metadef_namespaces: [], metadef_associations: [], metadef_resource_types: [] },
  ...{ metadef_versions: [], identity_registered_limits: [], identity_limits: [] },
}

/** Tables that stay where they are, by the reason. */
const LEFT: Readonly<Record<string, RegExp>> = {
  'users, projects and what they may are the identity service’s': /^identity_(?!limits|registered_limits)/,
  'work in progress, which no other site can go on with':
    /^(tasks|uploads|quota_reservations|doomed_data|sharing_debts)$/,
  'counted from what comes in': /^quota_usage$/,
  'what is deleted stays where it was': /^(image_tombstones|deleted_images)$/,
  'what this site saw and told': /^(events|event_sinks|webhook_deliveries|data_checks|adoptions)$/,
  'how this site is run': /^(webhooks|store_states|cache_queue|cached_images)$/,
  'the index of image_texts': /^image_grams/,
}

const ctx = { ...systemContext('test'), userName: 'ann' }

async function openSite(stores?: string): Promise<{ config: Config; database: Database; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-columns-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const config = loadConfig({ VITRINE_DATA_DIR: folder })
  const database = openDatabase(databaseUrl(config))
  afterAll(() => database.close())
  await migrate(database)
  if (stores === undefined) await mkdir(join(folder, 'images'))
  else await symlink(stores, join(folder, 'images'))
  return { config, database, folder }
}

/** Every column of what is carried says something in at least one row. */
async function fill(database: Database, folder: string): Promise<void> {
  const images = createImageRecords(database, () => 7_000)
  const location = (name: string) => ({
    ...{ url: pathToFileURL(join(folder, 'images', name)).href, storeId: 'file', metadata: { zone: 'a' } },
  })
  const image = await images.add(ctx, {
    ...newImage({}, { id: 'an-image', owner: 'red', nowMs: 5_000 }),
    ...{ name: 'Full – Ü', status: 'active', visibility: 'shared', isProtected: true, isHidden: true },
    ...{ diskFormat: 'qcow2', containerFormat: 'bare', minDiskGb: 3, minRamMb: 512, sizeBytes: 8 },
    ...{ virtualSizeBytes: 99, checksum: 'ab', hashAlgo: 'sha512', hashValue: 'cd', updatedAtMs: 6_000 },
    ...{ tags: ['a', 'b'], properties: { os: 'x' }, locations: [location('one'), location('two')] },
  })
  await images.addMember(ctx, image, 'blue')
  await sql`update image_members set status = 'accepted', ends_at_ms = 9999999999999`.execute(database.kysely)
  const note = { reason: 'It is infected.', ticket: 'SEC-1', untilMs: 9_999_999_999_999 }
  await images.save(ctx, { before: image, after: { ...image, status: 'deactivated' }, note })
  await fillDefinitions(database)
  await fillLimits(database)
}

async function fillDefinitions(database: Database): Promise<void> {
  const metadefs = createMetadefRecords(database)
  const times = { createdAtMs: 1_000, updatedAtMs: 2_000 }
  const texts = { title: 'T', type: 'string' } as const
  const tree: NamespaceTree = {
    ...{ name: 'OS::Test', displayName: 'Test', description: 'D', visibility: 'public', isProtected: true },
    ...{
      owner: 'red',
      ...times,
      properties: { k: { ...texts, enum: ['a'] } },
      tags: [{ name: 't', ...times }],
    },
    objects: [{ name: 'o', description: 'd', required: ['k'], properties: { k: texts }, ...times }],
    associations: ['OS::Test::One', 'OS::Test::Two'].map((name) => ({
      ...{ name, prefix: 'p_', propertiesTarget: 'image', ...times },
    })),
    translations: { de: { displayName: 'Prüfung', properties: { k: { title: 'K' } } } } as never,
  }
  await metadefs.add(ctx, tree)
  await metadefs.change(ctx, tree.name, (before) => ({ ...before, description: 'Later', updatedAtMs: 3_000 }))
  const type = { name: 'OS::Test::Unused', created_at_ms: 1_000, updated_at_ms: 2_000 }
  await database.kysely.insertInto('metadef_resource_types').values(type).execute()
}

async function fillLimits({ kysely }: Database): Promise<void> {
  const registered = { id: 'r1', service_id: 'image', region_id: 'R', resource_name: 'n', default_limit: 5 }
  await insertRegisteredLimits(kysely, [{ ...registered, description: 'd' }])
  const own = { registered_limit_id: 'r1', resource_limit: 7, description: 'd' }
  await insertLimits(kysely, [
    { ...own, id: 'o1', project_id: 'red', domain_id: null },
    { ...own, id: 'o2', project_id: null, domain_id: 'dom' },
  ])
}

type Row = Readonly<Record<string, unknown>>

async function rowsOf({ kysely }: Database, table: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(kysely)
  const left = CARRIED[table] ?? []
  return rows
    .filter((row) => !isOfEverySite(table, row))
    .map((row) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([column]) => !left.includes(column))
          .map(([column, value]) => [column, comparable(column, value)]),
      ),
    )
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}

/** Types that come with the tables have the times of that. */
function isOfEverySite(table: string, { name }: Row): boolean {
  return table === 'metadef_resource_types' && !String(name).startsWith('OS::Test::')
}

/** Data lies in another folder there; JSON is the same in whatever order. */
function comparable(column: string, value: unknown): unknown {
  if (column === 'url') return basename(String(value))
  return column === 'content' || column === 'metadata' ? JSON.parse(String(value)) : value
}

const says = (value: unknown): boolean => value !== null && value !== 0 && value !== ''

describe('a catalog in files', () => {
  let tables: readonly string[]
  let before: ReadonlyMap<string, readonly Row[]>
  let after: ReadonlyMap<string, readonly Row[]>
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-columns-'))
    const here = await openSite()
    await fill(here.database, here.folder)
    await Promise.all(['one', 'two'].map((name) => writeFile(join(here.folder, 'images', name), 'the data')))
    const there = await openSite(join(here.folder, 'images'))
    await runExport(here.config, [folder])
    expect(await runImport(there.config, [folder])).toContain('image taken: 1')
    tables = (await here.database.kysely.introspection.getTables()).map(({ name }) => name)
    const all = async (database: Database) =>
      new Map(
        await Promise.all(
          Object.keys(CARRIED).map(async (table) => [table, await rowsOf(database, table)] as const),
        ),
      )
    ;[before, after] = await Promise.all([all(here.database), all(there.database)])
    await rm(folder, { recursive: true })
  })

  it('carries every table, or leaves it for a reason', () => {
    const unknown = tables.filter(
      (table) => !Object.hasOwn(CARRIED, table) && !Object.values(LEFT).some((left) => left.test(table)),
    )
    expect(unknown).toEqual([])
  })

  it.each(Object.keys(CARRIED))('carries every column of %s, whatever it says', (table) => {
    const rows = before.get(table) ?? []
    const columns = Object.keys(rows[0] ?? {})
    expect(columns.length).toBeGreaterThan(0)
    // A column that says nothing here could be forgotten, and nobody would notice.
    expect(columns.filter((column) => !rows.some((row) => says(row[column])))).toEqual([])
    expect(after.get(table)).toEqual(rows)
  })
})
