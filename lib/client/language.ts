/** The languages of the dashboard, each by the name that its speakers give it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

/** A cookie rather than local storage: the server draws the page in the chosen language. */
export const LANGUAGE_COOKIE = 'vitrine-language'
const YEAR_SECONDS = 365 * 86_400

/** English from right to left: shows what a right-to-left language will meet. Only by the cookie, nobody is offered it. */
const MIRRORED = 'en-XB'

/** Which words, which rules for numbers and dates, and which direction a page has. */
export interface PageLanguage {
  readonly language: Language
  readonly direction: 'ltr' | 'rtl'
}

/**
 * What the person chose; else the first language of the browser that we speak; else English.
 * `accepted` is the header `Accept-Language` (RFC 9110, section 12.5.4).
 */
export function readLanguage(chosen: string | undefined, accepted: string | null): PageLanguage {
  if (chosen === MIRRORED) return { language: 'en', direction: 'rtl' }
  const language = [chosen, ...preferences(accepted ?? '')].map(spoken).find((each) => each !== null)
  return { language: language ?? 'en', direction: 'ltr' }
}

/** Changes the language of later pages, and of this one when it is drawn anew. */
export function chooseLanguage(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support
  document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
  // Numbers and dates ask the page, while it is being drawn.
  document.documentElement.lang = language
}

/** The language of the page that this runs in. On the server, where only skeletons are drawn, English. */
export function pageLanguage(): Language {
  return typeof document === 'undefined' ? 'en' : (spoken(document.documentElement.lang) ?? 'en')
}

/** In which languages the person reads texts that others translate, the best first: the chosen one, then the browser's. */
export function readLanguages(): readonly string[] {
  const chosen = document.cookie
    .split('; ')
    .find((each) => each.startsWith(`${LANGUAGE_COOKIE}=`))
    ?.slice(LANGUAGE_COOKIE.length + 1)
  return chosen === undefined ? navigator.languages : [chosen, ...navigator.languages]
}

/** `de-CH` is answered in German. */
function spoken(tag: string | undefined): Language | null {
  const primary = tag?.split('-', 1)[0]?.toLowerCase() ?? ''
  return Object.hasOwn(LANGUAGES, primary) ? (primary as Language) : null
}

const MOST_TAGS = 20

function preferences(header: string): string[] {
  return header
    .split(',', MOST_TAGS)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim())
      const weight = parameters.find((text) => text.startsWith('q='))
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}
