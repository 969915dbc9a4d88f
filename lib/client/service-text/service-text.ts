import { type Language, pageLanguage } from '../language.ts'
import type { ServiceTexts, Translator } from './sentences.ts'

/** What the service says is English; pages of other languages fetch a book of its sentences, once. */
const BOOKS: Readonly<Record<Language, (() => Promise<Translator>) | null>> = {
  en: null,
  de: () => openBook(import('./de.json')),
}

async function openBook(file: Promise<{ readonly default: ServiceTexts }>): Promise<Translator> {
  const [{ createTranslator }, { default: texts }] = await Promise.all([import('./sentences.ts'), file])
  return createTranslator(texts)
}

const translators = new Map<Language, Translator>()
const underWay = new Set<Language>()
const listeners = new Set<() => void>()

export interface ServiceText {
  readonly text: string
  /** False: it is not in the book, or the book has not come yet. */
  readonly isTranslated: boolean
}

/** A sentence of the service, a refusal for example, in the page's language as far as it is known. */
export function serviceText(sentence: string, language: Language = pageLanguage()): ServiceText {
  if (BOOKS[language] === null) return { text: sentence, isTranslated: true }
  fetchBook(language)
  const text = translators.get(language)?.(sentence) ?? null
  return { text: text ?? sentence, isTranslated: text !== null }
}

/** Changes when the book of the language has come. */
export function serviceTranslator(language: Language): Translator | null {
  return translators.get(language) ?? null
}

/** Fetches the book, and tells when it has come. @returns ends it */
export function watchServiceText(language: Language, listener: () => void): () => void {
  listeners.add(listener)
  fetchBook(language)
  return () => listeners.delete(listener)
}

function fetchBook(language: Language): void {
  const fetchIt = BOOKS[language]
  if (fetchIt === null || underWay.has(language) || typeof document === 'undefined') return
  underWay.add(language)
  fetchIt().then(
    (translator) => {
      translators.set(language, translator)
      for (const listener of listeners) listener()
    },
    // English is better than nothing; who asks next tries again.
    () => underWay.delete(language),
  )
}
