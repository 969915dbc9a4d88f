import type { NamespaceTexts, Translations } from '#lib/domain/metadefs/namespace.ts'
import type { Translate } from '../words.ts'
import type { NamespaceDraft, ObjectDraft, PartTexts, PropertyDraft } from './draft.ts'

/** One text of the namespace, as the person who translates sees it. */
export interface TextSlot {
  readonly id: string
  /** `Title of arms` */
  readonly label: string
  readonly original: string
  /** Empty while it is not translated. */
  readonly text: string
  readonly isLong: boolean
  /** The draft with this text; an empty one takes the translation away. */
  readonly write: (text: string) => NamespaceDraft
}

/** Every text that can be translated; those that the namespace leaves empty are none. */
export function slotsOf(
  draft: NamespaceDraft,
  language: string,
  t: Translate<'metadefs'>,
): readonly TextSlot[] {
  const slot = (part: Omit<SlotPart, 'language'>) => toSlot({ ...part, language })
  const about = { texts: draft.texts, put: (texts: PartTexts) => ({ ...draft, texts }) }
  return [
    slot({ ...about, name: 'display_name', label: t('general.displayName'), original: draft.displayName }),
    slot({ ...about, name: 'description', label: t('general.about'), original: draft.description }),
    ...propertySlots(draft.properties, slot, (properties) => ({ ...draft, properties }), t),
    ...draft.objects.flatMap((object) => {
      const put = (change: Partial<ObjectDraft>): NamespaceDraft => ({
        ...draft,
        objects: draft.objects.map((each) => (each.id === object.id ? { ...each, ...change } : each)),
      })
      const { name, description: original, texts } = object
      const label = t('translations.descriptionOfObject', { name })
      return [
        slot({ name: 'description', label, original, texts, put: (next) => put({ texts: next }) }),
        ...propertySlots(object.properties, slot, (properties) => put({ properties }), t),
      ]
    }),
  ]
    .filter(({ original }) => original !== '')
    .map((each, index) => ({ ...each, id: `${index}` }))
}

interface SlotPart {
  readonly name: 'title' | 'description' | 'display_name'
  readonly label: string
  readonly original: string
  readonly language: string
  readonly texts: PartTexts
  readonly put: (texts: PartTexts) => NamespaceDraft
}

function toSlot({ name, label, original, language, texts, put }: SlotPart): Omit<TextSlot, 'id'> {
  return {
    ...{ label, original, text: texts[language]?.[name] ?? '', isLong: name === 'description' },
    write(text) {
      const { [name]: _, ...others } = texts[language] ?? {}
      return put({ ...texts, [language]: text === '' ? others : { ...others, [name]: text } })
    },
  }
}

function propertySlots(
  drafts: readonly PropertyDraft[],
  slot: (part: Omit<SlotPart, 'language'>) => Omit<TextSlot, 'id'>,
  putAll: (drafts: readonly PropertyDraft[]) => NamespaceDraft,
  t: Translate<'metadefs'>,
): readonly Omit<TextSlot, 'id'>[] {
  return drafts.flatMap(({ id, name, definition, texts }) => {
    const put = (next: PartTexts): NamespaceDraft =>
      putAll(drafts.map((each) => (each.id === id ? { ...each, texts: next } : each)))
    const { title, description = '' } = definition
    return [
      slot({ name: 'title', label: t('translations.titleOf', { name }), original: title, texts, put }),
      slot({
        name: 'description',
        label: t('translations.descriptionOf', { name }),
        original: description,
        texts,
        put,
      }),
    ]
  })
}

/** The texts of one part out of those of the namespace. */
export function partTexts(
  translations: Translations,
  pick: (texts: NamespaceTexts) => object | undefined,
): PartTexts {
  const all = Object.entries(translations).map(([tag, texts]) => [tag, onlyTexts(pick(texts) ?? {})] as const)
  return Object.fromEntries(all.filter(([, texts]) => Object.keys(texts).length > 0))
}

function onlyTexts(record: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** `vitrine_translations` of the file; undefined without any language. */
export function translationsOf(draft: NamespaceDraft): object | undefined {
  if (draft.languages.length === 0) return undefined
  return Object.fromEntries(draft.languages.map((language) => [language, languageOf(draft, language)]))
}

function languageOf({ texts, properties, objects }: NamespaceDraft, language: string): object {
  const ofProperties = (drafts: readonly PropertyDraft[]) =>
    filled(
      'properties',
      drafts.map((each) => [each.name, each.texts[language] ?? {}] as const),
    )
  const ofObjects = objects.map(
    (each) => [each.name, { ...each.texts[language], ...ofProperties(each.properties) }] as const,
  )
  return { ...texts[language], ...ofProperties(properties), ...filled('objects', ofObjects) }
}

function filled(name: string, entries: readonly (readonly [string, object])[]): object {
  const kept = entries.filter(([, texts]) => Object.keys(texts).length > 0)
  return kept.length === 0 ? {} : { [name]: Object.fromEntries(kept) }
}
