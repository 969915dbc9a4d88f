import { expect, it } from 'vitest'
import { parseNamespaceFile } from '#lib/contract/metadefs/bodies.ts'
import { treeToFile } from '#lib/contract/metadefs/metadef-to-wire.ts'
import { wordsOf } from '#tests/support/words.ts'
import { compareTrees } from './compare-trees.ts'
import { draftOfTree, fileOfDraft, readDraft } from './namespace-draft.ts'
import { slotsOf } from './translation-draft.ts'

const t = wordsOf('metadefs')
const TRANSLATIONS = {
  de: {
    ...{ display_name: 'Dinge', properties: { arms: { title: 'Arme' } } },
    objects: { Engine: { description: 'Hinten', properties: { fuel: { title: 'Stoff' } } } },
  },
  fr: {},
}
const tree = parseNamespaceFile(
  {
    ...{ namespace: 'Site::Things', display_name: 'Things', vitrine_translations: TRANSLATIONS },
    properties: { arms: { title: 'Arms', type: 'integer', description: 'How many' } },
    objects: [
      { name: 'Engine', description: 'At the back', properties: { fuel: { title: 'Fuel', type: 'string' } } },
    ],
  },
  { owner: null, nowMs: 0 },
)

it('brings translations through the editor as they were, and follows a property that is renamed', () => {
  const draft = draftOfTree(tree)
  const reading = readDraft(draft)
  expect(reading.isValid && treeToFile(reading.tree)).toEqual(treeToFile(tree))
  const properties = draft.properties.map((each) => ({ ...each, name: 'hands' }))
  expect(fileOfDraft({ ...draft, properties })).toMatchObject({
    vitrine_translations: { de: { properties: { hands: { title: 'Arme' } } }, fr: {} },
  })
})

it('shows every text beside its translation, and writes one of them', () => {
  const draft = draftOfTree(tree)
  expect(slotsOf(draft, 'de', t).map(({ label, original, text }) => [label, original, text])).toEqual([
    ['Name for people', 'Things', 'Dinge'],
    ['Title of arms', 'Arms', 'Arme'],
    ['Description of arms', 'How many', ''],
    ['Description of the object Engine', 'At the back', 'Hinten'],
    ['Title of fuel', 'Fuel', 'Stoff'],
  ])
  const slots = slotsOf(draft, 'fr', t)
  const written = readDraft(slots[4]?.write('Carburant') ?? draft)
  expect(written.isValid && compareTrees(tree, written.tree)).toEqual([
    {
      place: 'vitrine_translations / fr / objects / Engine / properties / fuel / title',
      ...{ before: null, after: 'Carburant' },
    },
  ])
  const emptied = slotsOf(slotsOf(draft, 'de', t)[4]?.write('') ?? draft, 'de', t)
  expect(emptied[4]?.text).toBe('')
})
