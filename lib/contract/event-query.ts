import { invalid } from '../domain/errors.ts'
import { EVENT_TYPES, type EventType } from '../domain/events.ts'
import type { EventFilter } from '../domain/recorded-events.ts'
import type { PageLimits } from './image-list-query.ts'
import { parseWireTime } from './wire-time.ts'

const PARAMETERS = [
  'image_id',
  'user_id',
  'project_id',
  'owner',
  'type',
  'since',
  'until',
  'marker',
  'limit',
  'format',
]

/** The filters of the audit. @throws `invalid` naming the parameter */
export function parseEventFilter(parameters: URLSearchParams): EventFilter {
  for (const name of parameters.keys()) {
    if (!PARAMETERS.includes(name)) throw invalid(`There is no parameter ${name} here.`, name)
  }
  const given = (name: string): string | undefined => parameters.get(name) ?? undefined
  const facts: { [Key in keyof EventFilter]: EventFilter[Key] | undefined } = {
    imageId: given('image_id'),
    userId: given('user_id'),
    projectId: given('project_id'),
    owner: given('owner'),
    types: parseTypes(parameters.getAll('type')),
    sinceMs: parseTime('since', given('since')),
    untilMs: parseTime('until', given('until')),
    olderThan: parseMarker(given('marker')),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}

/** @throws `invalid` */
export function parseEventLimit(text: string | null, { usual, most }: PageLimits): number {
  if (text === null) return usual
  if (!/^\d{1,9}$/.test(text)) throw invalid('limit must be a whole number, 0 or more.', 'limit')
  return Math.min(Number(text), most)
}

/** Types by name, or by the beginning of the name up to a dot: `image.member`. */
function parseTypes(names: readonly string[]): readonly EventType[] | undefined {
  if (names.length === 0) return undefined
  return names.flatMap((name) => {
    const found = EVENT_TYPES.filter((type) => type === name || type.startsWith(`${name}.`))
    if (found.length === 0) throw invalid(`There are no events of the type ${name}.`, 'type')
    return found
  })
}

function parseTime(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = parseWireTime(text)
  if (ms === null) throw invalid(`${name} must be a date or time such as 2026-01-31T12:00:00Z.`, name)
  return ms
}

function parseMarker(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw invalid('marker must be the id of an event.', 'marker')
  return Number(text)
}
