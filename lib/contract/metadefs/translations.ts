import { z } from 'zod'
import type { NamespaceTexts, Translations } from '../../domain/metadefs/namespace.ts'
import { definitionName, description, longText } from './fields.ts'

/** As RFC 5646 has them, roughly: `de`, `pt-BR`, `zh-Hant-TW`. */
const LANGUAGE_TAG = /^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,4}$/

const NOT_EMPTY = 'must not be empty: leave it out'
const someText = longText.min(1, NOT_EMPTY)
const PROPERTY_TEXTS = z.record(
  definitionName,
  z.strictObject({ title: someText.exactOptional(), description: someText.exactOptional() }),
)
const NAMESPACE_TEXTS = z.strictObject({
  display_name: definitionName.exactOptional(),
  description: description.min(1, NOT_EMPTY).exactOptional(),
  properties: PROPERTY_TEXTS.exactOptional(),
  objects: z
    .record(
      definitionName,
      z.strictObject({ description: someText.exactOptional(), properties: PROPERTY_TEXTS.exactOptional() }),
    )
    .exactOptional(),
})

/** `vitrine_translations`: the texts of a namespace in other languages, in the form of the namespace itself. */
export const TRANSLATIONS = z.record(
  z.string().regex(LANGUAGE_TAG, 'must be a language tag, like de or pt-BR'),
  NAMESPACE_TEXTS,
)
export type TranslationsWire = z.output<typeof TRANSLATIONS>

/** Whether a language can be called so. */
export function isLanguageTag(text: string): boolean {
  return LANGUAGE_TAG.test(text)
}

export function translationsFromWire(wire: TranslationsWire = {}): Translations {
  return mapped(
    wire,
    ({ display_name: displayName, ...texts }): NamespaceTexts => ({
      ...(displayName !== undefined && { displayName }),
      ...texts,
    }),
  )
}

/** The member of a document; none without translations. */
export function translationsToWire(translations: Translations): {
  readonly vitrine_translations?: TranslationsWire
} {
  if (Object.keys(translations).length === 0) return {}
  const wire = mapped(translations, ({ displayName, ...texts }) => ({
    ...(displayName !== undefined && { display_name: displayName }),
    ...texts,
  }))
  return { vitrine_translations: wire as TranslationsWire }
}

function mapped<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
