/** What is wrong with a rule, and what to write instead. */
export interface RuleProblem {
  readonly rule: string
  /** Where in the rule's text, counted from 1; absent when the text is right and its meaning is not. */
  readonly column?: number
  readonly message: string
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly column: number; readonly message: string }

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value }
}

export function unparsed(column: number, message: string): Parsed<never> {
  return { ok: false, column, message }
}

/** `modify_image, column 12: …` */
export function printProblem({ rule, column, message }: RuleProblem): string {
  return `${rule}${column === undefined ? '' : `, column ${column}`}: ${message}`
}
