'use client'

import { useLocale } from 'next-intl'
import { type ComponentType, createElement, use } from 'react'
import { type Language, pageLanguage } from '#lib/client/language.ts'
import { loadWords, type Words } from '#lib/client/words.ts'
import type { Namespace } from '../../messages/messages.ts'
import { WordsProvider } from './words-provider.tsx'

/** For `lazyPart`: fetches a component together with the texts that it asks for. */
export function withWords<Props extends object>(
  of: readonly Namespace[],
  load: () => Promise<ComponentType<Props>>,
): () => Promise<ComponentType<Props>> {
  const words = createWordsSource(of)
  return async () => {
    const [component] = await Promise.all([load(), words.load(pageLanguage())])
    return (props) => createElement(Worded<Props>, { component, words, props })
  }
}

interface WordedProps<Props> {
  readonly component: ComponentType<Props>
  readonly words: WordsSource
  readonly props: Props
}

function Worded<Props extends object>({ component, words, props }: WordedProps<Props>) {
  const language = useLocale()
  // When another language is chosen, the page shows the old texts until the new ones are here.
  const now = words.loaded(language) ?? use(words.load(language))
  return <WordsProvider words={now}>{createElement(component, props)}</WordsProvider>
}

interface WordsSource {
  readonly loaded: (language: Language) => Words | undefined
  readonly load: (language: Language) => Promise<Words>
}

function createWordsSource(of: readonly Namespace[]): WordsSource {
  const loaded = new Map<Language, Words>()
  const loading = new Map<Language, Promise<Words>>()
  return {
    loaded: (language) => loaded.get(language),
    load(language) {
      const known = loading.get(language)
      if (known !== undefined) return known
      const started = loadWords(language, of)
      loading.set(language, started)
      started.then(
        (words) => loaded.set(language, words),
        () => loading.delete(language),
      )
      return started
    },
  }
}
