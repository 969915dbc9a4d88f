import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withPrefix } from '#lib/contract/metadefs/prefix.ts'
import { patternTrouble, problemsWith, valueSchema } from '#lib/contract/metadefs/value-schema.ts'
import type { NamespaceTree, PropertyDefinition } from '#lib/domain/metadefs/namespace.ts'
import { defaultText } from '#lib/domain/metadefs/value-text.ts'
import { readFolder } from './read-folder.ts'

const FOLDER = join(import.meta.dirname, '../../metadefs')
const IMAGE = 'OS::Glance::Image'
const { trees, problems } = await readFolder(FOLDER, 0)

function definitionsOf(tree: NamespaceTree): [string, PropertyDefinition][] {
  return [
    ...Object.entries(tree.properties),
    ...tree.objects.flatMap((object) => Object.entries(object.properties)),
  ]
}
const all = trees.flatMap(definitionsOf)
const named = (name: string) => all.find(([candidate]) => candidate === name)?.[1]

describe('the shipped definitions', () => {
  it('are all valid', () => {
    expect(problems).toEqual([])
    expect(trees).toHaveLength(readdirSync(FOLDER).length)
  })

  it('are seen by everybody and deleted by nobody', () => {
    expect(trees.every((tree) => tree.visibility === 'public' && tree.isProtected)).toBe(true)
  })

  it('are explained, each namespace, object and property', () => {
    const texts = trees.flatMap((tree) => [
      tree.displayName,
      tree.description,
      ...tree.objects.map((object) => object.description),
      ...definitionsOf(tree).flatMap(([, definition]) => [definition.title, definition.description]),
    ])
    expect(texts.filter((text) => (text ?? '').trim() === '')).toEqual([])
  })

  it('define no key of an image twice', () => {
    const keys = trees
      .filter((tree) => tree.associations.some((each) => each.name === IMAGE))
      .flatMap((tree) => definitionsOf(withPrefix(tree, IMAGE)).map(([name]) => name))
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it.each(all.filter(([, { enum: values }]) => values !== undefined))(
    '%s offers each value once',
    (_, { enum: values }) => {
      expect(new Set(values).size).toBe(values?.length)
      expect(values?.length).toBeGreaterThan(0)
    },
  )

  it.each(all.filter(([, definition]) => definition.default !== undefined))(
    '%s has a default that it allows',
    (_, definition) => {
      expect(problemsWith(valueSchema(definition), defaultText(definition) ?? '')).toEqual([])
    },
  )

  it('have patterns that can be run here', () => {
    expect(all.map(([, definition]) => patternTrouble(definition)).filter(Boolean)).toEqual([])
  })

  it.each([
    ['sw_database_mysql_listen_port', 3306],
    ['sw_database_db2_port', 50_000],
    ['sw_database_hazelcast_port', 5701],
    ['sw_database_cassandra_listen_port', 9042],
    ['tpm_model', 'tpm-tis'],
  ])('says that %s is usually %s', (name, value) => {
    expect(named(name)?.default).toBe(value)
  })

  it('holds what the files say and nothing that reading them adds', () => {
    const file = JSON.parse(readFileSync(join(FOLDER, 'compute-watchdog.json'), 'utf8'))
    const tree = trees.find(({ name }) => name === file.namespace)
    expect(tree?.properties).toEqual(file.properties)
  })
})
