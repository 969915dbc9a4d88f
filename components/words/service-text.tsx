'use client'

import { useLocale } from 'next-intl'
import { useCallback, useSyncExternalStore } from 'react'
import {
  serviceText,
  serviceTranslator,
  type ServiceText as Translated,
  watchServiceText,
} from '#lib/client/service-text/service-text.ts'
import type { Verdict } from '#lib/domain/verdict.ts'

interface ServiceTextProps {
  readonly children: string
}

/** What the service said, in the page's language; else marked as English (WCAG 3.1.2). */
export function ServiceText({ children }: ServiceTextProps) {
  const { text, isTranslated } = useServiceText()(children)
  return isTranslated ? text : <span lang="en">{text}</span>
}

/** For a control that is off: why something may not be done, in the page's language; undefined: it may. */
export function useReasonOf(): (verdict: Verdict) => string | undefined {
  const translate = useServiceText()
  return (verdict) => (verdict.allowed ? undefined : translate(verdict.reason).text)
}

/** Draws anew when the sentences of the page's language have come. */
function useServiceText(): (sentence: string) => Translated {
  const language = useLocale()
  const watch = useCallback((listener: () => void) => watchServiceText(language, listener), [language])
  const hasCome = useSyncExternalStore(
    watch,
    () => serviceTranslator(language) !== null,
    () => false,
  )
  // The first drawing is that of the server, which has no book.
  return (sentence) =>
    hasCome ? serviceText(sentence, language) : { text: sentence, isTranslated: language === 'en' }
}
