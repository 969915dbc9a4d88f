import { invalid } from '../../domain/errors.ts'
import type { ImageQuery } from '../../domain/query.ts'
import { type PageLimits, parseImageListQuery } from '../image-list-query.ts'

/** A list of version 1: a question of ours, and whether public images are wanted, or only the others. */
export interface V1Query {
  readonly query: ImageQuery
  readonly isPublic: boolean | null
}

const SAME = new Set([
  'name',
  'status',
  'container_format',
  'disk_format',
  'size_min',
  'size_max',
  'limit',
  'marker',
  'sort_key',
  'sort_dir',
  'protected',
  'owner',
  'min_ram',
  'min_disk',
])
const PROPERTY = 'property-'

/** @throws `invalid` naming the parameter */
export function parseV1Query(parameters: URLSearchParams, limits: PageLimits): V1Query {
  const translated = new URLSearchParams()
  let isPublic: boolean | null = null
  for (const [name, value] of parameters) {
    if (name === 'is_public') isPublic = parsePublic(value)
    else if (name === 'changes-since') translated.append('updated_at', `gte:${value}`)
    else if (name.startsWith(PROPERTY)) translated.append(name.slice(PROPERTY.length), value)
    else if (name === 'name' || name === 'status') translated.append(name, quoted(value))
    else if (SAME.has(name)) translated.append(name, value)
  }
  if (isPublic === true) translated.set('visibility', 'public')
  return { query: parseImageListQuery(translated, limits), isPublic }
}

/** Operators came with version 2: here a colon is a colon. */
function quoted(value: string): string {
  return value.includes(':') ? `in:"${value.replaceAll('"', '\\"')}"` : value
}

function parsePublic(value: string): boolean | null {
  const word = value.toLowerCase()
  if (word === 'none') return null
  if (word === 'true' || word === '1') return true
  if (word === 'false' || word === '0') return false
  throw invalid('is_public must be True, False or None.', 'is_public')
}
