import { mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runAdopt } from '#lib/cli/adopt.ts'
import { openDatabase } from '#lib/db/database.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { startKeeper } from '#tests/support/keeper.ts'
import { startSharedService } from '#tests/support/shared-service.ts'
import { type GlanceService, startGlance } from './glance-service.ts'

const SECRET = 'sixteen letters!'
const KEEPER = fileURLToPath(new URL('../support/postgres-keeper.ts', import.meta.url))

interface Site {
  readonly glance: GlanceService
  readonly api: TestApi
  adopt(...args: string[]): Promise<string>
  close(): Promise<void>
}

/** A Glance, and a Vitrine that has two of its three stores. */
async function openSite(glance: GlanceService): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-adopt-'))
  const storesFile = join(folder, 'stores.yaml')
  const stores = ['fast', 'slow'].map((id) => ({ id, type: 'file', folder: join(glance.folder, id) }))
  // The same files by another path, as after a move of the disk to another machine.
  const spare = { id: 'spare', type: 'file', folder: join(folder, 'spare') }
  await mkdir(spare.folder)
  await symlink(join(glance.folder, 'attic', 'images'), join(spare.folder, 'images'))
  await writeFile(storesFile, JSON.stringify({ default: 'fast', stores: [...stores, spare] }))
  const databaseUrl = `sqlite:${join(folder, 'vitrine.db')}`
  const api = await openApi(async () => openDatabase(databaseUrl), {
    ...{ VITRINE_DATABASE_URL: databaseUrl, VITRINE_STORES_FILE: storesFile },
    ...{ VITRINE_METADEFS_DIR: folder, VITRINE_SHOW_MULTIPLE_LOCATIONS: 'true' },
  })
  return {
    glance,
    api,
    adopt: (...args) => runAdopt(api.runtime.config, [glance.confPath, ...args]),
    async close() {
      await api.close()
      await rm(folder, { recursive: true })
    },
  }
}

const IDS = {
  rich: '11111111-1111-4111-8111-111111111111',
  slow: '22222222-2222-4222-8222-222222222222',
  queued: '33333333-3333-4333-8333-333333333333',
  deactivated: '44444444-4444-4444-8444-444444444444',
  attic: '55555555-5555-4555-8555-555555555555',
  lost: '66666666-6666-4666-8666-666666666666',
  deleted: '77777777-7777-4777-8777-777777777777',
  staged: '88888888-8888-4888-8888-888888888888',
} as const

async function fillGlance({ ask, folder }: GlanceService): Promise<void> {
  const project = 'project-red'
  const create = async (id: string, attributes: Record<string, unknown>, data?: string, store = 'fast') => {
    await ask('POST', '/v2/images', {
      project,
      body: { id, disk_format: 'raw', container_format: 'bare', ...attributes },
    })
    if (data === undefined) return
    await ask('PUT', `/v2/images/${id}/file`, {
      project,
      body: data,
      headers: { 'X-Image-Meta-Store': store },
    })
  }
  const rich = { name: 'rich – ü', os_distro: 'debian', hw_disk_bus: 'virtio', tags: ['one', 'two'] }
  await create(IDS.rich, { ...rich, visibility: 'shared', protected: true, min_ram: 64 }, 'the rich data')
  for (const member of ['project-blue', 'project-green']) {
    await ask('POST', `/v2/images/${IDS.rich}/members`, { project, body: { member } })
  }
  await ask('PUT', `/v2/images/${IDS.rich}/members/project-blue`, {
    project: 'project-blue',
    body: { status: 'accepted' },
  })
  await create(IDS.slow, { name: 'slow', visibility: 'public', os_hidden: true }, 'slow data', 'slow')
  await create(IDS.queued, { name: 'queued', visibility: 'community' })
  await create(IDS.deactivated, { name: 'deactivated' }, 'x')
  await ask('POST', `/v2/images/${IDS.deactivated}/actions/deactivate`, { project })
  await create(IDS.attic, { name: 'attic' }, 'attic data', 'attic')
  await create(IDS.lost, { name: 'lost' }, 'lost data')
  await unlink(join(folder, 'fast', 'images', IDS.lost))
  await create(IDS.deleted, { name: 'deleted' }, 'gone')
  await ask('DELETE', `/v2/images/${IDS.deleted}`, { project })
  await create(IDS.staged, { name: 'staged' })
  await ask('PUT', `/v2/images/${IDS.staged}/stage`, { project, body: 'staged' })
}

interface Definitions extends Record<string, unknown> {
  readonly resource_type_associations?: readonly { readonly name: string }[]
}

/** Glance has no time of the last change of what was never changed, and associations in no order; Vitrine has both. */
function comparable(definitions: Definitions): unknown {
  const associations = definitions.resource_type_associations ?? []
  const sorted = [...associations].sort((one, other) => (one.name < other.name ? -1 : 1))
  const text = JSON.stringify({ ...definitions, resource_type_associations: sorted }, (key, each) =>
    key === 'updated_at' ? undefined : each,
  )
  return JSON.parse(text)
}

type Opened = { connection: (folder: string) => string; close(): Promise<void> }

const DATABASES: Readonly<Record<string, () => Promise<Opened>>> = {
  SQLite: async () => ({
    connection: (folder) => `sqlite:///${join(folder, 'glance.db')}`,
    close: async () => undefined,
  }),
  MariaDB: async () => {
    const { port, stop } = await startSharedService('mariadb', '/usr/sbin/mariadbd')
    const setUp = await createConnection(`mysql://glance:glance@127.0.0.1:${port}/`)
    // As the installation guides do, with a password that needs escaping.
    await setUp.query("create user odd@'%' identified by 'p@ss/word'")
    await setUp.query('create database images')
    await setUp.query("grant all on images.* to odd@'%'")
    await setUp.end()
    return {
      connection: () => `mysql+mysqldb://odd:p%40ss%2Fword@127.0.0.1:${port}/images?charset=utf8mb4`,
      close: stop,
    }
  },
  PostgreSQL: async () => {
    const keeper = await startKeeper(KEEPER, 'PostgreSQL')
    const client = new pg.Client({ connectionString: keeper.line })
    await client.connect()
    await client.query('create database glance')
    await client.end()
    const url = new URL(keeper.line)
    return {
      connection: () => `postgresql+psycopg2://${url.username}:${url.password}@${url.host}/glance`,
      close: keeper.end,
    }
  },
}

describe.each(Object.entries(DATABASES))('a Glance of Debian on %s', (name, openGlanceDatabase) => {
  // Encrypted urls are the same with every database.
  const secret = name === 'PostgreSQL' ? SECRET : undefined
  let opened: Opened
  let glance: GlanceService
  let site: Site

  beforeAll(async () => {
    opened = await openGlanceDatabase()
    glance = await startGlance(opened.connection, { secret })
    await fillGlance(glance)
    site = await openSite(glance)
  }, 300_000)

  afterAll(async () => {
    await site?.close()
    await glance?.stop()
    await opened?.close()
  }, 120_000)

  const shown = async (id: string) => (await site.api.ask('GET', `/v2/images/${id}`, { as: 'admin' })).json()

  it('shows in a dry run what would be taken and what not, and why, and writes nothing', async () => {
    const report = await site.adopt('--dry-run')

    expect(report).toContain('image taken: 4')
    expect(report).toContain('image refused: unknown store: 1')
    expect(report).toContain(`${IDS.attic} (attic) — say --map attic=…`)
    expect(report).toContain('image refused: no data: 1')
    expect(report).toContain('image refused: status uploading: 1')
    expect(report).toContain('deleted in Glance, and were not looked at: 1')
    const list = (await (await site.api.ask('GET', '/v2/images', { as: 'admin' })).json()) as {
      images: unknown[]
    }
    expect(list.images).toEqual([])
  })

  it('gives its images to Vitrine as they are, with members and data', async () => {
    const theirs = await glance.ask('GET', `/v2/images/${IDS.rich}`, { project: 'project-red' })

    const reportPath = join(glance.folder, 'report.ndjson')
    await site.adopt('--report', reportPath)

    const ours = await shown(IDS.rich)
    // What only one of the two services shows.
    for (const key of [
      'locations',
      'direct_url',
      'stores',
      'os_glance_importing_to_stores',
      'os_glance_failed_import',
    ]) {
      delete ours[key]
      delete theirs[key]
    }
    expect({ ...ours, tags: ours.tags.sort() }).toEqual({ ...theirs, tags: (theirs.tags as string[]).sort() })
    expect(await shown(IDS.slow)).toMatchObject({ stores: 'slow', os_hidden: true, visibility: 'public' })
    expect(await shown(IDS.queued)).toMatchObject({ status: 'queued', visibility: 'community' })
    expect(await shown(IDS.deactivated)).toMatchObject({ status: 'deactivated' })
    const members = await (await site.api.ask('GET', `/v2/images/${IDS.rich}/members`)).json()
    expect(members.members.map((each: Record<string, unknown>) => [each.member_id, each.status])).toEqual(
      expect.arrayContaining([
        ['project-blue', 'accepted'],
        ['project-green', 'pending'],
      ]),
    )
    const data = await site.api.ask('GET', `/v2/images/${IDS.rich}/file`, { as: 'blueMember' })
    expect(await data.text()).toBe('the rich data')
    const lines = (await readFile(reportPath, 'utf8')).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ id: IDS.lost, outcome: 'refused', why: 'no data' }),
    )
  })

  it('gives its metadata definitions as they are', async () => {
    const path = '/v2/metadefs/namespaces/OS::Compute::Watchdog'
    const ours = await (await site.api.ask('GET', path, { as: 'admin' })).json()

    const definitions = await glance.ask('GET', path, { project: 'project-red' })
    expect(comparable(ours)).toEqual(comparable(definitions))
    const theirs = await glance.ask('GET', '/v2/metadefs/resource_types', { project: 'project-red' })
    const types = await (await site.api.ask('GET', '/v2/metadefs/resource_types', { as: 'admin' })).json()
    expect(types.resource_types.map(({ name: each }: { name: string }) => each)).toEqual(
      expect.arrayContaining((theirs.resource_types as { name: string }[]).map(({ name: each }) => each)),
    )
  })

  it('takes only what is new or has changed there, and leaves what was changed here', async () => {
    const patch = (value: string) => [{ op: 'replace', path: '/name', value }]
    const headers = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' }
    const inGlance = (id: string, value: string) =>
      glance.ask('PATCH', `/v2/images/${id}`, { project: 'project-red', body: patch(value), headers })
    const here = (id: string, value: string) =>
      site.api.ask('PATCH', `/v2/images/${id}`, { as: 'admin', body: patch(value), headers })
    await inGlance(IDS.slow, 'renamed there')
    await here(IDS.deactivated, 'renamed here')
    await inGlance(IDS.queued, 'renamed there, too')
    await here(IDS.queued, 'renamed here, too')

    const report = await site.adopt('--map', 'attic=spare')

    expect(report).toContain('image taken: 1')
    expect(report).toContain('image updated: 1')
    expect(report).toContain('image unchanged: 2')
    expect(report).toContain('image kept: changed here since, and there too: 1')
    expect(await shown(IDS.slow)).toMatchObject({ name: 'renamed there' })
    expect(await shown(IDS.queued)).toMatchObject({ name: 'renamed here, too' })
    expect(await shown(IDS.deactivated)).toMatchObject({ name: 'renamed here' })
    const data = await site.api.ask('GET', `/v2/images/${IDS.attic}/file`, { as: 'admin' })
    expect(await data.text()).toBe('attic data')
  })

  it('is not asked again about what was deleted here, whose data went with it', async () => {
    const gone = await site.api.ask('DELETE', `/v2/images/${IDS.attic}`, { as: 'admin' })
    expect(gone.status).toBe(204)

    const report = await site.adopt('--map', 'attic=spare')

    expect(report).toContain('image kept: deleted here since: 1')
    await expect(readFile(join(glance.folder, 'attic', 'images', IDS.attic))).rejects.toThrow('ENOENT')
  })
})
