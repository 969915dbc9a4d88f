import { type Language, pageLanguage } from './language.ts'

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

const JUST_NOW: Readonly<Record<Language, string>> = { en: 'just now', de: 'gerade eben' }

/** Making these is slow, and a list asks for hundreds. */
const relative = eachLanguage(
  (language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' }),
)
const absolute = eachLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }),
)

/** `2 hours ago`, `yesterday`, `just now`. */
export function relativeTime(atMs: number, nowMs: number, language: Language = pageLanguage()): string {
  const seconds = Math.round((atMs - nowMs) / 1000)
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative(language).format(Math.trunc(seconds / size), unit)
  }
  return JUST_NOW[language]
}

/** In the reader's own time zone. */
export function absoluteTime(atMs: number, language: Language = pageLanguage()): string {
  return absolute(language).format(atMs)
}

/** `2026-01-31 12:00:00`, the same for every reader. */
export function utcTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** `7 days`, `36 hours`: how long something lasts, in the largest unit that says it without a fraction. */
export function spanText(ms: number, language: Language = pageLanguage()): string {
  const seconds = Math.round(ms / 1000)
  const [unit, size] = SPAN_UNITS.find(([, each]) => seconds >= each && seconds % each === 0) ?? SECOND
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
}

const SECOND = ['second', 1] as const
const SPAN_UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60], SECOND] as const

function eachLanguage<Format>(create: (language: Language) => Format): (language: Language) => Format {
  const made = new Map<Language, Format>()
  return (language) => {
    const known = made.get(language) ?? create(language)
    made.set(language, known)
    return known
  }
}
