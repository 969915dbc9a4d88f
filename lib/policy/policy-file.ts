import { RefusedFileError, readTextFile } from '#lib/config/site-file.ts'
import { type FollowedFile, type FollowOptions, followFile } from './followed-file.ts'
import { readPolicyYaml } from './policy-yaml.ts'
import { type BuiltRuleSet, buildRuleSet, type RuleSet } from './rule-set.ts'

/** The rules that hold now. */
export type PolicySource = FollowedFile<RuleSet>

export interface PolicySourceOptions extends Pick<FollowOptions<RuleSet>, 'log' | 'onReload'> {
  /** Absent: the defaults hold, and nothing is watched. */
  readonly path: string | undefined
  /** Names that something else asks at the moment (property protections). */
  readonly usedElsewhere?: () => readonly string[]
}

const MOST_BYTES = 1024 * 1024

/** @throws RefusedFileError that names every problem of the file. */
export async function openPolicySource(options: PolicySourceOptions): Promise<PolicySource> {
  const { path, log, usedElsewhere = () => [], onReload } = options
  if (path === undefined) {
    const ruleSet = accept('The default policy', buildRuleSet([], usedElsewhere()))
    return { current: () => ruleSet, reload: async () => 'unchanged', close: () => undefined }
  }
  return followFile({
    ...{ path, log, onReload, what: 'policy file' },
    read: async (file) => accept(file, await readRuleSet(file, usedElsewhere())),
    describe: ({ changed }) => ({ changed: [...changed] }),
  })
}

function accept(path: string, built: BuiltRuleSet): RuleSet {
  if (built.ok) return built.ruleSet
  throw new RefusedFileError(path, built.problems)
}

async function readRuleSet(path: string, usedElsewhere: readonly string[]): Promise<BuiltRuleSet> {
  const { rules, problems } = readPolicyYaml(await readTextFile(path, MOST_BYTES))
  const built = buildRuleSet(rules, usedElsewhere)
  return problems.length === 0
    ? built
    : { ok: false, problems: [...problems, ...(built.ok ? [] : built.problems)] }
}
