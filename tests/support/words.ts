import { readFileSync } from 'node:fs'
import type { NamespaceKeys, NestedKeyOf } from 'next-intl'
import { createTranslator } from 'use-intl'
import type { Language } from '#lib/client/language.ts'
import type { Translate } from '#lib/client/words.ts'
import type { Messages } from '../../messages/messages.ts'

/** The texts of a namespace (`shares`) or of a part of one (`shares.all`), for functions outside of components. */
export function wordsOf<Name extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  namespace: Name,
  language: Language = 'en',
): Translate<Name> {
  const [file = ''] = namespace.split('.')
  const path = new URL(`../../messages/${language}/${file}.json`, import.meta.url)
  const messages = { [file]: JSON.parse(readFileSync(path, 'utf8')) }
  const onError = (error: Error): never => {
    throw error
  }
  // The file has the type that the namespace stands for; a test of the files keeps it so.
  return createTranslator({ locale: language, messages, namespace, onError }) as unknown as Translate<Name>
}
