import { invalid } from '../domain/errors.ts'
import type { Comparison } from '../domain/query.ts'
import { parseWireTime } from './wire-time.ts'

const COMPARISONS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const satisfies readonly Comparison[]

/**
 * `value`, `eq:value` or `in:a,b` as a list of the values that match. In a list, double quotes protect commas and `\"`
 * stands for a quote. A value that is a time keeps its colons.
 * @throws `invalid` another operator, or quotes that do not fit
 */
export function parseChoice(field: string, text: string): readonly string[] {
  const { operator, operand } = splitOperator(text)
  if (operator === 'eq') return [operand]
  if (operator === 'in') return splitQuoted(field, operand)
  throw invalid(
    `${field} knows the operators in and eq, not ${operator}: write eq:${text} to mean the text itself.`,
    field,
  )
}

export interface TimeBound {
  readonly comparison: Comparison
  readonly ms: number
}

/** `gte:2024-05-01T00:00:00Z`; without an operator it is `eq`. @throws `invalid` */
export function parseTimeBound(field: string, text: string): TimeBound {
  const { operator, operand } = splitOperator(text)
  const comparison = COMPARISONS.find((name) => name === operator)
  if (comparison === undefined) {
    throw invalid(`${field} knows the operators ${COMPARISONS.join(', ')}, not ${operator}.`, field)
  }
  const ms = parseWireTime(operand)
  if (ms === null)
    throw invalid(`${field} must hold an ISO 8601 time such as 2024-05-01T00:00:00Z, not ${operand}.`, field)
  return { comparison, ms }
}

function splitOperator(text: string): { operator: string; operand: string } {
  const colon = text.indexOf(':')
  if (colon === -1 || parseWireTime(text) !== null) return { operator: 'eq', operand: text }
  return { operator: text.slice(0, colon), operand: text.slice(colon + 1) }
}

const ITEM = /"((?:[^"\\]|\\.)*)"|([^",]*)/y

/** `a,"b,c"` is a and `b,c`. @throws `invalid` for a quote inside a bare item or one that is not closed */
function splitQuoted(field: string, list: string): readonly string[] {
  const items: string[] = []
  let at = 0
  do {
    ITEM.lastIndex = at
    const match = ITEM.exec(list)
    if (match === null) throw badQuotes(field)
    items.push((match[1] ?? match[2] ?? '').replaceAll('\\"', '"'))
    at += match[0].length
    // After an item comes a comma or the end; anything else is a quote in the wrong place.
    if (at < list.length && list[at] !== ',') throw badQuotes(field)
    at += 1
  } while (at <= list.length)
  return items
}

function badQuotes(field: string) {
  return invalid(
    `${field} has quotes that do not fit: an item is quoted as a whole, with commas around it.`,
    field,
  )
}
