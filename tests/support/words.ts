import { readFileSync } from 'node:fs'
import { createTranslator } from 'use-intl'
import type { Language } from '#lib/client/language.ts'
import type { Translate } from '#lib/client/words.ts'
import type { Namespace } from '../../messages/messages.ts'

/** The texts of a namespace, for functions that put words together outside of a component. */
export function wordsOf<Name extends Namespace>(namespace: Name, language: Language = 'en'): Translate<Name> {
  const file = new URL(`../../messages/${language}/${namespace}.json`, import.meta.url)
  const messages = { [namespace]: JSON.parse(readFileSync(file, 'utf8')) }
  const onError = (error: Error): never => {
    throw error
  }
  // The file has the type that the namespace stands for; a test of the files keeps it so.
  return createTranslator({ locale: language, messages, namespace, onError }) as unknown as Translate<Name>
}
