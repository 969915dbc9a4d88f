import { invalid } from '../domain/errors.ts'
import { SORT_KEYS, type SortKey, type SortStep } from '../domain/query.ts'

type Direction = SortStep['direction']

/**
 * The order of a list: `sort=name:asc,size` or the older `sort_key=name&sort_dir=asc`. Default: newest first.
 * @throws `invalid`
 */
export function parseImageSort(parameters: URLSearchParams): readonly SortStep[] {
  const keys = parameters.getAll('sort_key')
  const directions = parameters.getAll('sort_dir')
  const lists = parameters.getAll('sort')
  if (lists.length === 0) return classicSort(keys, directions)
  if (keys.length + directions.length > 0)
    throw invalid('Use either sort or sort_key and sort_dir, not both.', 'sort')
  return lists.join(',').split(',').map(parseStep)
}

function parseStep(text: string): SortStep {
  const [key = '', direction] = text.split(':', 2).map((part) => part.trim())
  return { key: parseKey(key, 'sort'), direction: parseDirection(direction || 'desc', 'sort') }
}

/** One direction serves all keys; else each key has its own. */
function classicSort(keys: readonly string[], directions: readonly string[]): readonly SortStep[] {
  if (directions.length > 1 && directions.length !== keys.length) {
    throw invalid(`Give one sort_dir for all, or one for each of the ${keys.length} sort_key.`, 'sort_dir')
  }
  const parsed = directions.map((direction) => parseDirection(direction.trim(), 'sort_dir'))
  return (keys.length === 0 ? ['created_at'] : keys).map((key, index) => ({
    key: parseKey(key.trim(), 'sort_key'),
    direction: parsed[index] ?? parsed[0] ?? 'desc',
  }))
}

function parseKey(text: string, field: string): SortKey {
  const key = SORT_KEYS.find((candidate) => candidate === text)
  if (key === undefined)
    throw invalid(`${field} must name one of ${SORT_KEYS.join(', ')}, not “${text}”.`, field)
  return key
}

function parseDirection(text: string, field: string): Direction {
  if (text === 'asc' || text === 'desc') return text
  throw invalid(`${field} must have the direction asc or desc, not “${text}”.`, field)
}
