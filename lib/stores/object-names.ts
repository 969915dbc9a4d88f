import { invalid } from '#lib/domain/errors.ts'

/** Longest id that still fits a file name of 255 bytes when every character of it is escaped. */
const LONGEST_ID = 80

/**
 * A name for files and objects from an id: usual ids (lower-case UUIDs) as they are, every other character as `=` and its UTF-8 bytes in
 * hexadecimal. So no id leaves its folder, and ids that differ only in case stay apart on disks that ignore case.
 * @throws `invalid` for an empty or overlong id.
 */
export function objectNameOf(id: string): string {
  if (id === '' || id.length > LONGEST_ID)
    throw invalid(`An id must have 1 to ${LONGEST_ID} characters.`, 'id')
  return id.replace(/[^0-9a-z-]/gu, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}

/** The id behind such a name; null when no id gives that name. */
export function idOf(objectName: string): string | null {
  try {
    const id = decodeURIComponent(objectName.replaceAll('%', '%25').replaceAll('=', '%'))
    return objectNameOf(id) === objectName ? id : null
  } catch {
    return null
  }
}
