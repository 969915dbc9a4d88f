/** Longest name, owner, tag, member id and property name, in characters. */
export const MAX_NAME_CHARACTERS = 255

/**
 * Whether the text survives a round trip through every database and JSON: PostgreSQL has no U+0000, and half a
 * surrogate pair would silently become U+FFFD. Everything else is fine, emoji too.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Counts characters (code points), not UTF-16 units. */
export function isAtMost(text: string, characters: number): boolean {
  return text.length <= characters || [...text].length <= characters
}

/** For schemas that are read by others. */
export const UUID_PATTERN =
  '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** 8-4-4-4-12 hexadecimal digits, in either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
