import { invalid } from '../domain/errors.ts'

/**
 * The tokens of a JSON pointer (RFC 6901), stricter: no empty token, so `//` and a slash at the end are wrong.
 * @throws `invalid`
 */
export function parseJsonPointer(pointer: unknown): readonly string[] {
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) {
    throw invalid('path must be a JSON pointer: text that begins with “/”, such as /name.', 'path')
  }
  const tokens = pointer.slice(1).split('/')
  if (tokens.includes('')) {
    throw invalid(`The path ${pointer} has an empty part: use single slashes and none at the end.`, 'path')
  }
  if (/~(?![01])/.test(pointer)) {
    throw invalid(`In the path ${pointer}, “~” must be written ~0 and “/” inside a name ~1.`, 'path')
  }
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}
