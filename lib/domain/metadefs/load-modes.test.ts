import { describe, expect, it } from 'vitest'
import { LOAD_MODES, loadDecision } from './load-modes.ts'
import type { NamespaceTree, PropertyDefinition } from './namespace.ts'

const named = (title: string): PropertyDefinition => ({ title, type: 'string' })

function aTree(change: Partial<NamespaceTree> = {}): NamespaceTree {
  return {
    translations: {},
    ...{ name: 'Site::Things', displayName: 'Things', description: null, visibility: 'private' },
    ...{ isProtected: false, owner: 'project-a', createdAtMs: 1, updatedAtMs: 1 },
    ...{ associations: [], properties: {}, objects: [], tags: [] },
    ...change,
  }
}

const here = aTree({ properties: { both: named('here'), old: named('here') }, displayName: 'Here' })
const file = aTree({
  ...{
    properties: { both: named('file'), new: named('file') },
    displayName: null,
    description: 'Of the file',
  },
  ...{ visibility: 'public', owner: null, createdAtMs: 5, updatedAtMs: 5 },
})
const titles = (tree: NamespaceTree | null) =>
  Object.fromEntries(Object.entries(tree?.properties ?? {}).map(([name, { title }]) => [name, title]))

describe('loading a namespace', () => {
  it.each(LOAD_MODES)('writes one that is not there, with %s', (mode) => {
    expect(loadDecision(mode)(null, file)).toBe(file)
  })

  it('leaves one that is there alone, with skip', () => {
    expect(loadDecision('skip')(here, file)).toBeNull()
  })

  it('adds what it lacks and changes nothing else, with merge', () => {
    const result = loadDecision('merge')(here, file)
    expect(titles(result)).toEqual({ both: 'here', old: 'here', new: 'file' })
    expect(result).toMatchObject({
      ...{ displayName: 'Here', description: 'Of the file', visibility: 'private', owner: 'project-a' },
    })
  })

  it('prefers what the file says, with prefer-new', () => {
    const result = loadDecision('prefer-new')(here, file)
    expect(titles(result)).toEqual({ both: 'file', old: 'here', new: 'file' })
    expect(result).toMatchObject({
      displayName: 'Here',
      visibility: 'public',
      owner: 'project-a',
      createdAtMs: 1,
    })
  })

  it('makes it what the file says, with replace', () => {
    expect(loadDecision('replace')(here, file)).toEqual({ ...file, createdAtMs: 1 })
  })

  it.each(LOAD_MODES)('has nothing to do when both say the same, with %s', (mode) => {
    expect(loadDecision(mode)(here, { ...here, createdAtMs: 9, updatedAtMs: 9 })).toBeNull()
  })
})
