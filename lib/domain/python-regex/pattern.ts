/** Says of one character (its code point) whether it matches. */
export type CharacterTest = (code: number) => boolean

/** Where nothing is read, only looked at. `lineStart` and `lineEnd` are `^` and `$` of several lines. */
export type Place = 'start' | 'end' | 'endOrLastLine' | 'lineStart' | 'lineEnd' | 'wordEdge' | 'notWordEdge'

/** A regular expression as a tree. Greed and groups are left out: only whether something matches is asked. */
export type Pattern =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'look'; readonly isBehind: boolean; readonly isNegated: boolean; readonly part: Pattern }

/** A pattern that cannot be used: where (counted from 1), and why. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
  readonly column: number

  constructor(column: number, message: string) {
    super(message)
    this.column = column
  }
}
