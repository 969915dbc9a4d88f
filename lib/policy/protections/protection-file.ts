import { RefusedFileError, readTextFile } from '#lib/config/site-file.ts'
import { type ProtectionFormat, type ProtectionRule, readProtections } from './protection-rules.ts'

export interface ProtectionFile {
  readonly rules: readonly ProtectionRule[]
  readonly warnings: readonly string[]
}

const MOST_BYTES = 1024 * 1024

/**
 * The site's property protections; null where it has none.
 * @throws RefusedFileError that names every problem with its line
 */
export async function loadProtections(
  path: string | undefined,
  format: ProtectionFormat,
): Promise<ProtectionFile | null> {
  if (path === undefined) return null
  const read = readProtections(await readTextFile(path, MOST_BYTES), format)
  if (!read.ok) throw new RefusedFileError(path, read.problems)
  return read
}
