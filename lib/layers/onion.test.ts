import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { UNLIMITED } from '#lib/domain/limits.ts'
import type { ImageRecords, ImageRepository } from '#lib/domain/repository.ts'
import { createEnforcer } from '#lib/policy/enforcer.ts'
import { defaultRuleSet } from '#lib/policy/rule-set.ts'
import { locationLayer } from './location.ts'
import { imageLayers } from './onion.ts'

const ARCHITECTURE = new URL('../../ARCHITECTURE.md', import.meta.url)

/** The table of the onion: for each layer, the verbs whose cell says something. */
function documentedLayers(): Map<string, string[]> {
  const lines = readFileSync(ARCHITECTURE, 'utf8').split('\n')
  const start = lines.findIndex((line) => line.startsWith('| verb |'))
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const [, ...layers] = cells(lines[start] ?? '')
  const overridden = new Map(layers.map((layer) => [layer, [] as string[]]))
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break
    const [verb = '', ...rest] = cells(line)
    rest.forEach((cell, column) => {
      if (cell !== '') overridden.get(layers[column] ?? '')?.push(verb.replaceAll('`', ''))
    })
  }
  return overridden
}

const VERBS = [
  'list',
  'total',
  'owners',
  'get',
  'add',
  'save',
  'remove',
  'listMembers',
  'getMember',
  'addMember',
  'setMemberStatus',
  'removeMember',
  'openData',
  'signData',
  'startUpload',
  'receiveData',
  'finishUpload',
  'abortUpload',
  'startImport',
] as const satisfies readonly (keyof ImageRepository)[]

const stub = Object.fromEntries(
  VERBS.map((verb) => [verb, () => Promise.reject(new Error(`${verb} was called`))]),
) as unknown as ImageRepository

const layers = {
  ...imageLayers({
    limits: { properties: 1, tags: 1, members: 1, locations: 1, sizeBytes: 1 },
    projectLimits: { of: async () => UNLIMITED },
    policy: createEnforcer(defaultRuleSet),
    events: { record: async () => undefined },
    propertyRules: null,
  }),
  location: (inner: ImageRecords) =>
    locationLayer({
      imports: { start: () => Promise.reject(new Error('an import was begun')) },
      stores: never(),
      uploads: never(),
      doomed: never(),
      removeDoomed: never(),
      cache: null,
      trash: null,
      places: never(),
      nowMs: () => 0,
    })(inner),
}

function never<T>(): T {
  return undefined as T
}

describe('the table of the onion in ARCHITECTURE.md', () => {
  const documented = documentedLayers()

  it('names the layers from the outside in, as they are assembled', () => {
    expect([...documented.keys()]).toEqual([
      ...Object.keys(
        imageLayers({
          ...never<object>(),
          limits: never(),
          projectLimits: never(),
          policy: never(),
          events: never(),
          propertyRules: null,
        }),
      ).reverse(),
      'location',
      'database',
    ])
  })

  it.each(Object.entries(layers))('says which verbs the layer “%s” changes', (name, layer) => {
    const built = layer(stub)
    const changed = VERBS.filter((verb) => built[verb] !== stub[verb])
    expect(documented.get(name)).toEqual(changed)
  })

  it('lets the database answer every verb about rows', () => {
    expect(documented.get('database')).toEqual(VERBS.slice(0, VERBS.indexOf('openData')))
  })
})
