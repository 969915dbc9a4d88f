'use client'

import { useLocale } from 'next-intl'
import { useCallback, useSyncExternalStore } from 'react'
import {
  serviceText,
  serviceTranslator,
  type ServiceText as Translated,
  watchServiceText,
} from '#lib/client/service-text/service-text.ts'

interface ServiceTextProps {
  readonly children: string
}

/** What the service said, in the page's language; else marked as English (WCAG 3.1.2). */
export function ServiceText({ children }: ServiceTextProps) {
  const { text, isTranslated } = useServiceText(children)
  return isTranslated ? text : <span lang="en">{text}</span>
}

/** Draws anew when the sentences of the page's language have come. */
function useServiceText(sentence: string): Translated {
  const language = useLocale()
  const watch = useCallback((listener: () => void) => watchServiceText(language, listener), [language])
  useSyncExternalStore(
    watch,
    () => serviceTranslator(language),
    () => null,
  )
  return serviceText(sentence, language)
}
