import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { loadWords } from '#lib/client/words.ts'
import type { Namespace } from '../../messages/messages.ts'
import { WordsProvider } from './words-provider.tsx'

interface PageWordsProps {
  readonly of: readonly Namespace[]
  readonly children: ReactNode
}

/** A page (or what surrounds it) with the texts that its components ask for. A test compares the two. */
export async function PageWords({ of, children }: PageWordsProps) {
  return <WordsProvider words={await loadWords(await getLocale(), of)}>{children}</WordsProvider>
}
