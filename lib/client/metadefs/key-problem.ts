import { ATTRIBUTE_NAMES } from '../image-view.ts'

const RESERVED_KEYS: ReadonlySet<string> = new Set(['location', 'deleted', 'deleted_at'])
const MOST_CHARACTERS = 255

/** Why no property can be called so; null when one can. */
export function keyProblem(key: string): string | null {
  if (key === '') return 'Enter a name, or remove the row.'
  if ([...key].length > MOST_CHARACTERS) return `At most ${MOST_CHARACTERS} characters.`
  if (ATTRIBUTE_NAMES.has(key)) return 'This is an attribute of every image, not a property.'
  const isReserved = RESERVED_KEYS.has(key) || key.startsWith('os_glance')
  return isReserved ? 'The service keeps this name for itself.' : null
}
