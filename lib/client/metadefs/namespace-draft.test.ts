import { describe, expect, it, test } from 'vitest'
import { treeToFile } from '#lib/contract/metadefs/metadef-to-wire.ts'
import { readFolder } from '#lib/metadefs/read-folder.ts'
import { compareTrees } from './compare-trees.ts'
import { doubtsAbout, draftOfTree, EMPTY_DRAFT, fileOfDraft, readDraft } from './namespace-draft.ts'

const { trees } = await readFolder('metadefs', 0)

describe('the editor', () => {
  it.each(trees.map((tree) => [tree.name, tree] as const))(
    'leaves %s as it is when nothing is changed',
    (_, tree) => {
      const reading = readDraft(draftOfTree(tree))
      expect(reading.isValid && treeToFile(reading.tree)).toEqual(treeToFile(tree))
      expect(reading.isValid && compareTrees(tree, reading.tree)).toEqual([])
    },
  )

  it('says what is wrong first, also a name that stands twice', () => {
    const property = {
      id: 'a',
      name: 'arms',
      definition: { title: 'Arms', type: 'string' },
      texts: {},
    } as const
    expect(readDraft(EMPTY_DRAFT)).toMatchObject({
      isValid: false,
      message: expect.stringMatching(/^namespace:/),
    })
    expect(
      readDraft({ ...EMPTY_DRAFT, name: 'x', properties: [property, { ...property, id: 'b' }] }),
    ).toEqual({
      ...{ isValid: false, message: 'The property arms stands twice.' },
    })
  })

  it('forgets a requirement of a property that is gone', () => {
    const object = { id: 'o', name: 'Engine', description: '', required: ['gone'], properties: [], texts: {} }
    expect(fileOfDraft({ ...EMPTY_DRAFT, objects: [object] })).toMatchObject({ objects: [{ required: [] }] })
  })
})

test('two namespaces are compared leaf by leaf', () => {
  const [tree] = trees
  if (tree === undefined) throw new Error('no definitions')
  const draft = draftOfTree(tree)
  const reading = readDraft({
    ...draft,
    description: 'Other',
    tags: [...draft.tags, 'new'],
    properties: draft.properties.slice(1),
  })
  const places = reading.isValid ? compareTrees(tree, reading.tree).map(({ place }) => place) : []
  expect(places).toContain('description')
  expect(places).toContain('tags / new / name')
  expect(places).toContain(`properties / ${draft.properties[0]?.name} / title`)
})

test.each([
  [{ type: 'integer', minimum: 3, maximum: 2 }, /no number will do/],
  [{ type: 'string', pattern: '(a)\\1' }, /will not be checked/],
  [{ type: 'string', enum: ['a'], default: 'b' }, /default must be/],
] as const)('%o is doubtful', (definition, doubt) => {
  expect(doubtsAbout({ title: '', ...definition })[0]).toMatch(doubt)
})
