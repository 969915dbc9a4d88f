import { RefusedFileError, readTextFile } from '#lib/config/site-file.ts'
import { type FollowedFile, type FollowOptions, followFile } from '../followed-file.ts'
import {
  type ProtectionFormat,
  type ProtectionRule,
  policyRulesOf,
  readProtections,
} from './protection-rules.ts'

interface Protections {
  readonly rules: readonly ProtectionRule[]
}

export type ProtectionSource = FollowedFile<Protections>

export interface ProtectionOptions extends Pick<FollowOptions<Protections>, 'log' | 'onReload'> {
  readonly path: string
  readonly format: ProtectionFormat
  /** Told the policy rules that a version asks for. @returns those that do not exist */
  readonly missingRules: (names: readonly string[]) => Promise<readonly string[]>
}

const MOST_BYTES = 1024 * 1024

/**
 * The site's property protections; a change counts at once.
 * @throws RefusedFileError that names every problem with its line
 */
export function openProtections(options: ProtectionOptions): Promise<ProtectionSource> {
  const { path, format, missingRules, log, onReload } = options
  return followFile({
    ...{ path, log, onReload, what: 'file of property protections' },
    async read(file) {
      const read = readProtections(await readTextFile(file, MOST_BYTES), format)
      if (!read.ok) throw new RefusedFileError(file, read.problems)
      const missing = await missingRules(policyRulesOf(read.rules))
      if (missing.length === 0) return read
      throw new RefusedFileError(
        file,
        missing.map((name) => ({
          message: `The policy has no rule ${name}: define it in the policy file first.`,
        })),
      )
    },
  })
}
