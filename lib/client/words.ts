import type { useTranslations } from 'next-intl'
import type { Messages, Namespace } from '../../messages/messages.ts'
import type { Language } from './language.ts'

/** What `useTranslations` gives: functions that put words together outside of a component take it as an argument. */
export type Translate<Name extends Namespace> = ReturnType<typeof useTranslations<Name>>

export type Words = Partial<Messages>

/** The texts of some namespaces in a language. Each is a file of its own, fetched once. */
export async function loadWords(language: Language, namespaces: readonly Namespace[]): Promise<Words> {
  const files = await Promise.all(
    namespaces.map(async (name) => {
      const file: { readonly default: unknown } = await import(`../../messages/${language}/${name}.json`)
      return [name, file.default] as const
    }),
  )
  return Object.fromEntries(files)
}
