'use client'

import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import type { Words } from '#lib/client/words.ts'

interface WordsProviderProps {
  readonly words: Words
  readonly children: ReactNode
}

/** Adds texts to those that are there already. */
export function WordsProvider({ words, children }: WordsProviderProps) {
  const outer = useMessages()
  const messages = useMemo(() => ({ ...outer, ...words }), [outer, words])
  return (
    <NextIntlClientProvider locale={useLocale()} messages={messages}>
      {children}
    </NextIntlClientProvider>
  )
}
