import { describe, expect, test } from 'vitest'
import { readStoresFile, type StoresFile } from './stores-file.ts'

const SOURCES = {
  environment: (name: string) => (name === 'IMAGES' ? '/srv/images' : undefined),
  readSecret: () => Promise.reject(new Error('no such file')),
}
const makeFetch = () => expect.unreachable()
const projectOf = () => expect.unreachable()
const read = (text: string): Promise<StoresFile> => readStoresFile(text, SOURCES)
const problemsOf = async (text: string): Promise<string[]> =>
  (await read(text)).problems.map(({ line, message }) => `${line}: ${message}`)

describe('the file of stores', () => {
  test('gives the stores in its order, with what is said of each', async () => {
    const { defaultStoreId, stores, problems } = await read(`
default: fast
stores:
  - { id: slow, type: file, folder: '\${IMAGES}', read_only: true }
  - { id: fast, type: file, description: Solid state, weight: 10 }
`)

    expect(problems).toEqual([])
    expect(defaultStoreId).toBe('fast')
    expect(stores).toMatchObject([
      { id: 'slow', type: 'file', description: null, weight: 0, isReadOnly: true },
      { id: 'fast', type: 'file', description: 'Solid state', weight: 10, isReadOnly: false },
    ])
    const opened = stores[0]?.open({ id: 'slow', appDir: '/app', dataDir: '/data', makeFetch, projectOf })
    expect(opened?.properties).toMatchObject({ data_dir: '/srv/images' })
    expect(opened?.urlPrefixes).toEqual(['file:///srv/images/images/'])
  })

  test('tells every problem at once, each with its line and place', async () => {
    const problems = await problemsOf(`default: fast
stores:
  - id: os_glance_staging_store
    type: file
  - id: fast
    type: tape
  - id: slow
    type: file
    folder: '\${NOWHERE}'
    colour: blue
`)

    expect(problems).toEqual([
      '3: stores[0].id: must not begin with os_glance_: such names are reserved.',
      expect.stringContaining('6: stores[1].type: must be one of '),
      '9: stores[2].folder: the environment variable NOWHERE is not set.',
      expect.stringMatching(/^7: stores\[2\]: .*colour/),
    ])
  })

  test.each([
    [
      'a default that is none',
      'default: a\nstores: [{id: b, type: file}]',
      '1: default: there is no store a',
    ],
    [
      'a default that takes nothing',
      'default: a\nstores: [{id: a, type: file, read_only: true}]',
      '1: default: a is read-only',
    ],
    ['no stores', 'default: a\nstores: []', '2: stores: must name at least one store'],
    ['an id twice', 'default: a\nstores: [{id: a, type: file}, {id: a, type: file}]', 'a is there twice'],
    ['text that is no YAML', 'default: [', 'This is not YAML'],
    ['an empty file', '', 'expected object'],
  ])('refuses %s', async (_what, text, message) => {
    expect((await problemsOf(text)).join('\n')).toContain(message)
  })
})
