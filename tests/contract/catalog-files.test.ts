import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { runExport } from '#lib/cli/export.ts'
import { runImport } from '#lib/cli/import.ts'
import { type Config, loadConfig } from '#lib/config.ts'
import { createCatalogRecords } from '#lib/db/catalog/catalog-records.ts'
import { type Database, migrate, openDatabase } from '#lib/db/database.ts'
import { insertLimits, insertRegisteredLimits, listLimits } from '#lib/db/identity-limits.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createMetadefRecords } from '#lib/db/metadefs/metadef-records.ts'
import { createStoreRecords } from '#lib/db/stores/store-records.ts'
import type { CatalogImage } from '#lib/domain/catalog.ts'
import { systemContext } from '#lib/domain/context.ts'
import type { Image } from '#lib/domain/image.ts'
import { newImage } from '#lib/domain/new-image.ts'
import { databaseUrl } from '#lib/runtime/database-url.ts'

const ctx = systemContext('test')
const NOBODY = { userId: null, projectId: null, requestId: null, address: null }

interface Site {
  readonly config: Config
  readonly database: Database
  readonly imagesFolder: string
  page(): Promise<readonly CatalogImage[]>
}

async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-files-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function openSite(): Promise<Site> {
  const folder = await tempFolder()
  const config = loadConfig({ VITRINE_DATA_DIR: folder })
  const database = openDatabase(databaseUrl(config))
  onTestFinished(() => database.close())
  await migrate(database)
  const imagesFolder = join(folder, 'images')
  await mkdir(imagesFolder)
  return { config, database, imagesFolder, page: () => createCatalogRecords(database).page(null, 100) }
}

async function addImage(site: Site, data: string | null, attributes: Partial<Image> = {}): Promise<Image> {
  const id = attributes.id ?? randomUUID()
  const path = join(site.imagesFolder, id)
  if (data !== null) await writeFile(path, data)
  const facts = {
    ...{ status: 'active' as const, sizeBytes: data?.length ?? 0, hashAlgo: 'sha512' },
    checksum: createHash('md5')
      .update(data ?? '')
      .digest('hex'),
    hashValue: createHash('sha512')
      .update(data ?? '')
      .digest('hex'),
    locations: [{ url: pathToFileURL(path).href, storeId: 'file', metadata: {} }],
  }
  const image = {
    ...newImage({}, { id, owner: 'red', nowMs: 5 }),
    ...(data === null ? {} : facts),
    ...attributes,
  }
  const records = createImageRecords(site.database)
  const added = await records.add(ctx, image)
  if (image.visibility === 'shared') await records.addMember(ctx, added, 'blue')
  return added
}

let here: Site
let there: Site
let folder: string

beforeEach(async () => {
  ;[here, there, folder] = [await openSite(), await openSite(), join(await tempFolder(), 'catalog')]
})

describe('a catalog in files', () => {
  it('is taken in elsewhere with its data, the same in all but the place of the data', async () => {
    const image = await addImage(here, 'the data', {
      ...{ name: 'full – ü', tags: ['a', 'b'], properties: { os: 'x' }, isProtected: true, updatedAtMs: 77 },
    })
    await addImage(here, null, { visibility: 'public', status: 'queued' })
    expect(await runExport(here.config, [folder, '--data'])).toContain('image taken: 2')

    const report = await runImport(there.config, [folder])

    expect(report).toContain('image taken: 2')
    const withoutPlaces = (entries: readonly CatalogImage[]) =>
      entries.map((entry) => ({ ...entry, image: { ...entry.image, locations: [] } }))
    expect(withoutPlaces(await there.page())).toEqual(withoutPlaces(await here.page()))
    expect(await readFile(join(there.imagesFolder, image.id), 'utf8')).toBe('the data')
    expect(await runImport(there.config, [folder])).toContain('image unchanged: 2')
  })

  it('is taken in without data where the same store is', async () => {
    const image = await addImage(here, 'the data')
    const lost = await addImage(here, 'lost')
    await rm(join(here.imagesFolder, lost.id))
    await rm(there.imagesFolder, { recursive: true })
    await symlink(here.imagesFolder, there.imagesFolder)
    await runExport(here.config, [folder])

    const report = await runImport(there.config, [folder])

    expect(report).toContain('image taken: 1')
    expect(report).toContain('image refused: no data: 1')
    const url = pathToFileURL(join(there.imagesFolder, image.id)).href
    expect((await there.page()).map((entry) => entry.image.locations)).toEqual([
      [{ url, storeId: 'file', metadata: {} }],
    ])
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['catalog.json', 'images.ndjson']))
  })

  it('leaves what was changed here, unless it is to replace it; data never', async () => {
    const image = await addImage(here, 'the data', { name: 'theirs' })
    await runExport(here.config, [folder, '--data'])
    await runImport(there.config, [folder])
    const records = createImageRecords(there.database)
    const before = await records.get(ctx, image.id)
    await records.save(ctx, { before, after: { ...before, name: 'mine' } })
    const other = await addImage(there, 'other data', { name: 'mine' })
    await addImage(here, 'their data', { id: other.id })
    await runExport(here.config, [folder, '--data'])

    expect(await runImport(there.config, [folder])).toContain(
      'image kept: here already, and not from there: 1',
    )
    expect((await records.get(ctx, image.id)).name).toBe('mine')

    const report = await runImport(there.config, [folder, '--replace'])
    expect(report).toContain('image updated: 1')
    expect(report).toContain('has other data here: delete it first')
    expect((await records.get(ctx, image.id)).name).toBe('theirs')
    expect((await records.get(ctx, other.id)).name).toBe('mine')
  })

  it('puts no data into a store that an administrator has closed while the service runs', async () => {
    const image = await addImage(here, 'the data')
    await runExport(here.config, [folder, '--data'])
    const two = join(await tempFolder(), 'stores.yaml')
    await writeFile(
      two,
      'default: file\nstores: [{ id: file, type: file }, { id: next, type: file, folder: next }]\n',
    )
    const config = loadConfig({ VITRINE_DATA_DIR: there.config.dataDir, VITRINE_STORES_FILE: two })
    const close = (storeId: string, state: 'read_only' | 'draining') =>
      createStoreRecords(there.database).set(NOBODY, { storeId, state, taskId: null, nowMs: 1 })
    await close('file', 'draining')

    await expect(runImport(config, [folder, '--store', 'file'])).rejects.toThrow('is being emptied')
    expect(await runImport(config, [folder])).toContain('image taken: 1')
    expect(await readdir(there.imagesFolder)).toEqual([])
    expect((await there.page())[0]?.image.locations).toMatchObject([{ storeId: 'next' }])

    await close('next', 'read_only')
    await addImage(here, 'more data')
    await runExport(here.config, [folder, '--data'])
    expect(await runImport(config, [folder])).toContain('no other store takes new data now')
    expect((await there.page()).map((entry) => entry.image.id)).toEqual([image.id])
  })

  it('writes nothing in a dry run', async () => {
    await addImage(here, 'the data')
    await runExport(here.config, [folder, '--data'])
    expect(await runImport(there.config, [folder, '--dry-run'])).toContain('image taken: 1')
    expect(await there.page()).toEqual([])
    expect(await readdir(there.imagesFolder)).toEqual([])
  })

  it('goes on after an interruption, with the data that is there already', async () => {
    const image = await addImage(here, 'the data')
    await runExport(here.config, [folder, '--data'])
    await writeFile(join(there.imagesFolder, image.id), 'the data')

    expect(await runImport(there.config, [folder])).toContain('image taken: 1')
  })

  it('does not write over other data of the same name', async () => {
    const image = await addImage(here, 'the data')
    await runExport(here.config, [folder, '--data'])
    await writeFile(join(there.imagesFolder, image.id), 'precious')

    expect(await runImport(there.config, [folder])).toContain('has other data under the name')
    expect(await readFile(join(there.imagesFolder, image.id), 'utf8')).toBe('precious')
  })

  it('is refused as a whole when a file is not what catalog.json says, or that is missing', async () => {
    await addImage(here, null, { status: 'queued' })
    await runExport(here.config, [folder])
    const lines = join(folder, 'images.ndjson')
    await writeFile(lines, (await readFile(lines, 'utf8')).replace('"queued"', '"active"'))
    await expect(runImport(there.config, [folder])).rejects.toThrow('images.ndjson is missing or not what')

    await rm(join(folder, 'catalog.json'))
    await expect(runImport(there.config, [folder])).rejects.toThrow('has no catalog.json')
    expect(await there.page()).toEqual([])
  })

  it('gives no image with data that its checksums do not fit, and takes none', async () => {
    const image = await addImage(here, 'the data')
    await runExport(here.config, [folder, '--data'])
    await writeFile(join(folder, 'data', image.id), 'THE DATA')
    expect(await runImport(there.config, [folder])).toContain('was expected')
    expect(await readdir(there.imagesFolder)).toEqual([])

    await rm(join(folder, 'data', image.id))
    await writeFile(join(here.imagesFolder, image.id), 'rotten!!')
    expect(await runExport(here.config, [folder, '--data'])).toContain('is not what its checksums say')
    expect(await readdir(join(folder, 'data'))).toEqual([])
  })

  it('carries metadata definitions and limits, and leaves other limits as they are', async () => {
    await createMetadefRecords(here.database).add(ctx, {
      ...{ name: 'OS::Test', displayName: null, description: null, visibility: 'public', isProtected: false },
      ...{ owner: 'red', createdAtMs: 1, updatedAtMs: 2, associations: [], objects: [] },
      ...{ properties: { k: { title: 'K', type: 'string' } }, translations: {} },
      tags: [{ name: 't', createdAtMs: 1, updatedAtMs: 2 }],
    })
    const scope = {
      service_id: 'image',
      region_id: '',
      resource_name: 'image_count_total',
      description: null,
    }
    const registered = { ...scope, id: 'r1', default_limit: 5 }
    await insertRegisteredLimits(here.database.kysely, [registered])
    const own = { registered_limit_id: 'r1', domain_id: null, resource_limit: 7, description: null }
    await insertLimits(here.database.kysely, [{ ...own, id: 'o1', project_id: 'red' }])
    await insertRegisteredLimits(there.database.kysely, [{ ...registered, id: 'r9', default_limit: 6 }])
    await runExport(here.config, [folder])

    const report = await runImport(there.config, [folder])

    expect(report).toContain('namespace taken: 1')
    expect(report).toContain('limits taken: 1')
    expect(report).toContain('limit kept, being another here')
    expect(await createMetadefRecords(there.database).get(ctx, 'OS::Test')).toMatchObject({ owner: 'red' })
    expect(await listLimits(there.database.kysely, {})).toEqual([
      expect.objectContaining({ project_id: 'red', resource_limit: 7, registered_limit_id: 'r9' }),
    ])
  })
})
