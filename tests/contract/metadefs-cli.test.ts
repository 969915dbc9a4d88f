import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runMetadefs } from '#lib/cli/metadefs.ts'
import { type Config, loadConfig } from '#lib/config.ts'
import { migrate, openDatabase } from '#lib/db/database.ts'
import { createMetadefRecords } from '#lib/db/metadefs/metadef-records.ts'
import { createLog } from '#lib/log.ts'
import { loadFirstMetadefs } from '#lib/metadefs/first-load.ts'
import { databaseUrl } from '#lib/runtime/database-url.ts'

const FILE = {
  namespace: 'Site::Ships',
  display_name: 'Ships',
  protected: true,
  resource_type_associations: [{ name: 'OS::Glance::Image', prefix: 'ship_' }],
  properties: { masts: { title: 'Masts', type: 'integer', minimum: 1 } },
  objects: [
    { name: 'Hull', description: 'x'.repeat(700), properties: { wood: { title: 'Wood', type: 'string' } } },
  ],
  tags: [{ name: 'sail' }],
  vitrine_translations: { de: { display_name: 'Schiffe', properties: { masts: { title: 'Masten' } } } },
}

let folder: string
let config: Config
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-cli-'))
  config = loadConfig({ VITRINE_DATA_DIR: join(folder, 'data') })
  await mkdir(join(folder, 'in'))
  await put('ships.json', FILE)
})
afterEach(() => rm(folder, { recursive: true }))

const put = (name: string, content: unknown) =>
  writeFile(join(folder, 'in', name), typeof content === 'string' ? content : JSON.stringify(content))
const metadefs = (...args: string[]) => runMetadefs(config, args)
const input = () => join(folder, 'in')
const output = () => join(folder, 'out')
async function exported(): Promise<Record<string, Record<string, unknown>>> {
  await rm(output(), { recursive: true, force: true })
  await metadefs('export', output())
  const names = await readdir(output())
  const texts = await Promise.all(names.map((name) => readFile(join(output(), name), 'utf8')))
  return Object.fromEntries(names.map((name, index) => [name, JSON.parse(texts[index] ?? '')]))
}

describe('npm run cli -- metadefs', () => {
  it('loads a folder and exports the same', async () => {
    expect(await metadefs('load', input())).toBe('1 namespaces were written, 0 were left as they are.')
    expect(await exported()).toEqual({ 'site-ships.json': { visibility: 'private', ...FILE } })
    expect(await metadefs('load', output(), '--mode', 'replace')).toBe(
      '0 namespaces were written, 1 were left as they are.',
    )
  })

  // Debian's glance-common, where somebody has installed it.
  it.each(['/etc/glance/metadefs', '/usr/share/glance-common/metadefs'].filter((path) => existsSync(path)))(
    'loads %s, and exports what stands there',
    async (folder) => {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
      expect(await metadefs('load', folder)).toBe(
        `${names.length} namespaces were written, 0 were left as they are.`,
      )
      const byName = new Map(Object.values(await exported()).map((file) => [file.namespace, file]))
      for (const text of texts) {
        const file: Record<string, unknown> = JSON.parse(text)
        expect(byName.get(file.namespace)).toMatchObject(file)
      }
    },
  )

  it('loads the definitions of the program when no folder is named', async () => {
    await metadefs('load')
    expect(Object.keys(await exported())).toContain('os-compute-watchdog.json')
  })

  it('loads one file', async () => {
    await put('other.json', { namespace: 'Other' })
    await metadefs('load', join(input(), 'other.json'))
    expect(Object.keys(await exported())).toEqual(['other.json'])
  })

  it('leaves, completes or replaces what is there, as it is told', async () => {
    await metadefs('load', input())
    await put('ships.json', { namespace: 'Site::Ships', display_name: 'New', tags: [{ name: 'steam' }] })
    const tags = async () => (await exported())['site-ships.json']
    await metadefs('load', input())
    expect(await tags()).toMatchObject({ display_name: 'Ships', tags: [{ name: 'sail' }] })
    await metadefs('load', input(), '--mode=merge')
    expect(await tags()).toMatchObject({ display_name: 'Ships', tags: [{ name: 'steam' }, { name: 'sail' }] })
    await metadefs('load', input(), '--mode=prefer-new')
    expect(await tags()).toMatchObject({ display_name: 'New', properties: FILE.properties })
    await metadefs('load', input(), '--mode=replace')
    expect(await tags()).toMatchObject({ tags: [{ name: 'steam' }], properties: {} })
  })

  it('unloads a folder, or everything', async () => {
    await metadefs('load')
    await metadefs('load', input())
    expect(await metadefs('unload', input())).toBe('1 namespaces were removed.')
    expect(await metadefs('unload')).toMatch(/^\d\d namespaces were removed\.$/)
    expect(await exported()).toEqual({})
  })

  it('does nothing when a file is wrong, and names each', async () => {
    await put('broken.json', '{')
    await put('wrong.json', { namespace: 'Wrong', visibility: 'shared' })
    await put('zwin.json', FILE)
    await expect(metadefs('load', input())).rejects.toThrow(
      /Nothing was done\.\nbroken\.json: .*\nwrong\.json: visibility: .*\nzwin\.json: .*another file/,
    )
    expect(await exported()).toEqual({})
  })

  it('gives namespaces whose names look alike files of their own', async () => {
    await put('a.json', { namespace: 'A::B' })
    await put('b.json', { namespace: 'A/B' })
    await metadefs('load', input())
    expect(Object.keys(await exported())).toEqual(['a-b-2.json', 'a-b.json', 'site-ships.json'])
  })

  it.each([
    [[]],
    [['load', 'a', 'b']],
    [['export']],
    [['burn']],
    [['load', '--mode', 'hard']],
    [['load', '--hard']],
  ])('explains itself when it is called as %j', async (args) => {
    await expect(metadefs(...args)).rejects.toThrow(/metadefs load \[folder\]/)
  })

  it('says which folder cannot be read', async () => {
    await expect(metadefs('load', join(folder, 'absent'))).rejects.toThrow(/absent cannot be read/)
  })
})

describe('the first start', () => {
  it('loads what is right in a folder, once', async () => {
    await put('broken.json', '{')
    const database = openDatabase(databaseUrl(loadConfig({ VITRINE_DATA_DIR: folder })))
    await migrate(database)
    const records = createMetadefRecords(database)
    const start = () => loadFirstMetadefs({ records, folder: input(), nowMs: 1, log: createLog('silent') })
    await start()
    await put('ships.json', { namespace: 'Too::Late' })
    await start()
    expect((await records.all()).map(({ name }) => name)).toEqual(['Site::Ships'])
    await database.close()
  })
})
