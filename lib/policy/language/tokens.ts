/** A word, a parenthesis or a check, and where it stands (counted from 1). */
export type Token =
  | { readonly kind: 'and' | 'or' | 'not' | '(' | ')'; readonly column: number; readonly text: string }
  | { readonly kind: 'check'; readonly column: number; readonly text: string }

const KEYWORDS = new Set(['and', 'or', 'not'])

/**
 * Blanks separate. Parentheses count only at the ends of a word, because `%(owner)s` has some inside.
 */
export function tokenize(text: string): readonly Token[] {
  return [...text.matchAll(/\S+/g)].flatMap((found) => tokensOfWord(found[0], found.index + 1))
}

function tokensOfWord(word: string, column: number): readonly Token[] {
  const opening = /^\(*/.exec(word)?.[0].length ?? 0
  const rest = word.slice(opening)
  const core = rest.replace(/\)+$/, '')
  return [
    ...repeat('(', opening, column),
    ...(core === '' ? [] : [coreToken(core, column + opening)]),
    ...repeat(')', rest.length - core.length, column + opening + core.length),
  ]
}

function repeat(kind: '(' | ')', times: number, column: number): readonly Token[] {
  return Array.from({ length: times }, (_, index) => ({ kind, column: column + index, text: kind }))
}

function coreToken(text: string, column: number): Token {
  const lower = text.toLowerCase()
  return KEYWORDS.has(lower)
    ? { kind: lower as 'and' | 'or' | 'not', column, text }
    : { kind: 'check', column, text }
}
