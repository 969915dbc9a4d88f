import type { NamespaceKeys, NestedKeyOf, useTranslations } from 'next-intl'
import type { MessageFiles, Messages, Namespace } from '../../messages/messages.ts'
import type { Language } from './language.ts'

/** What `useTranslations` gives: functions that put words together outside of a component take it as an argument. */
export type Translate<Name extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = ReturnType<
  typeof useTranslations<Name>
>

export type Words = Partial<Messages>

/** The texts of some namespaces in a language. Each is a file of its own, fetched once. */
export async function loadWords(language: Language, namespaces: readonly Namespace[]): Promise<Words> {
  const { files } = await LANGUAGE_FILES[language]()
  const words = await Promise.all(
    namespaces.map(async (name) => [name, (await files[name]()).default] as const),
  )
  return Object.fromEntries(words)
}

/** Fetched too: where all the files lie is more than a first page needs to know. */
const LANGUAGE_FILES = {
  en: () => import('../../messages/en/files.ts'),
  de: () => import('../../messages/de/files.ts'),
} satisfies Record<Language, () => Promise<{ readonly files: MessageFiles }>>
