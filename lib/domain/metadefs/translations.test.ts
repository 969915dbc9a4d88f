import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { NamespaceTexts, NamespaceTree, Translations } from './namespace.ts'
import { inLanguage, withoutStrayTexts } from './translations.ts'

const times = { createdAtMs: 0, updatedAtMs: 0 }
const german: NamespaceTexts = {
  displayName: 'Dinge',
  properties: { arms: { title: 'Arme' } },
  objects: { Engine: { properties: { fuel: { description: 'Womit es läuft' } } } },
}

function aTree(translations: Translations): NamespaceTree {
  return {
    ...{
      name: 'Site::Things',
      displayName: 'Things',
      description: 'All',
      visibility: 'public',
      isProtected: false,
    },
    ...{ owner: null, associations: [], tags: [], translations, ...times },
    properties: { arms: { title: 'Arms', type: 'integer', minimum: 1 } },
    objects: [
      {
        ...{ name: 'Engine', description: null, required: ['fuel'], ...times },
        properties: { fuel: { title: 'Fuel', type: 'string', description: 'What it runs on' } },
      },
    ],
  }
}

const titleFor = (translations: Translations, ...wanted: string[]) =>
  inLanguage(aTree(translations), wanted).displayName

describe('the texts of a namespace', () => {
  it('are those of the language that is wanted most; what is not translated stays', () => {
    const shown = inLanguage(aTree({ de: german }), ['nl', 'de-CH', 'en'])
    expect(shown).toMatchObject({ displayName: 'Dinge', description: 'All' })
    expect(shown.properties.arms).toEqual({ title: 'Arme', type: 'integer', minimum: 1 })
    expect(shown.objects[0]?.properties.fuel).toMatchObject({
      ...{ title: 'Fuel', description: 'Womit es läuft' },
    })
  })

  it('are the original ones for whoever wants English more, unless there is an English translation', () => {
    expect(titleFor({ de: german }, 'en-GB', 'de')).toBe('Things')
    expect(titleFor({ de: german, en: { displayName: 'Stuff' } }, 'en-GB', 'de')).toBe('Stuff')
    expect(titleFor({ de: german, fr: {} }, 'fr', 'de')).toBe('Things')
    expect(titleFor({ de: german }, 'ja')).toBe('Things')
  })

  it('come from the narrower language first, in any spelling', () => {
    const both = { de: german, 'de-at': { description: 'Alles' } }
    expect(inLanguage(aTree(both), ['DE-AT'])).toMatchObject({ displayName: 'Dinge', description: 'Alles' })
  })
})

const words = fc.string({ maxLength: 5 })
const name = fc.constantFrom('arms', 'fuel', 'Engine', 'gone', 'constructor', '__proto__')
const texts = fc.record({ title: words, description: words }, { requiredKeys: [] })
const language = fc.record(
  {
    ...{ displayName: words, description: words, properties: fc.dictionary(name, texts) },
    objects: fc.dictionary(
      name,
      fc.record({ description: words, properties: fc.dictionary(name, texts) }, { requiredKeys: [] }),
    ),
  },
  { requiredKeys: [] },
)
const tag = fc.constantFrom('de', 'de-AT', 'en', 'fr')

test('whatever the translations, names, types and rules stay, and stray texts show nowhere', () => {
  const untranslated = (tree: NamespaceTree) =>
    JSON.stringify(tree, (key, value) =>
      ['title', 'description', 'displayName', 'translations'].includes(key) ? undefined : value,
    )
  fc.assert(
    fc.property(fc.dictionary(tag, language), fc.array(tag), (translations, wanted) => {
      const tree = aTree(translations)
      const shown = inLanguage(tree, wanted)
      expect(untranslated(shown)).toBe(untranslated(tree))
      const tidy = withoutStrayTexts(tree)
      expect(inLanguage(tidy, wanted)).toEqual({ ...shown, translations: tidy.translations })
      expect(withoutStrayTexts(tidy)).toEqual(tidy)
    }),
  )
})
