import { RefusedFileError, readTextFile } from '#lib/config/site-file.ts'
import type { Log } from '#lib/log.ts'
import { readPolicyYaml } from './policy-yaml.ts'
import { type BuiltRuleSet, buildRuleSet, type RuleSet } from './rule-set.ts'
import { type FileWatch, stampOf, watchFile } from './watch-file.ts'

export type Reload = 'unchanged' | 'loaded' | 'refused'

/** The rules that hold now, kept in step with the site's file. */
export interface PolicySource {
  current(): RuleSet
  /** Reads the file again if it has changed. A bad version is logged as an error, and the old one goes on to hold. */
  reload(): Promise<Reload>
  close(): void
}

export interface PolicySourceOptions {
  /** Absent: the defaults hold, and nothing is watched. */
  readonly path: string | undefined
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>
  /** Names that something else asks (property protections). */
  readonly usedElsewhere?: readonly string[]
  /** Called after each look at the file that the watch caused. */
  readonly onReload?: (result: Reload) => void
}

const MOST_BYTES = 1024 * 1024

/** @throws RefusedFileError that names every problem of the file. */
export async function openPolicySource(options: PolicySourceOptions): Promise<PolicySource> {
  const { path, log, usedElsewhere = [], onReload } = options
  if (path === undefined) {
    const ruleSet = accept('The default policy', buildRuleSet([], usedElsewhere))
    return { current: () => ruleSet, reload: async () => 'unchanged', close: () => undefined }
  }
  let stamp = await stampOf(path)
  let ruleSet = accept(path, await readRuleSet(path, usedElsewhere))
  for (const warning of ruleSet.warnings) log.warn({ file: path }, warning)

  async function reloadNow(file: string): Promise<Reload> {
    const seen = await stampOf(file)
    if (seen === stamp) return 'unchanged'
    stamp = seen
    try {
      ruleSet = accept(file, await readRuleSet(file, usedElsewhere))
    } catch (error) {
      log.error(
        { err: error, file },
        'The new version of the policy file is refused; the old one goes on to hold.',
      )
      return 'refused'
    }
    for (const warning of ruleSet.warnings) log.warn({ file }, warning)
    log.info({ file, changed: [...ruleSet.changed] }, 'The policy file has been read again.')
    return 'loaded'
  }

  const reload = inTurn(() => reloadNow(path))
  const watch: FileWatch = watchFile(path, () => void reload().then(onReload))
  return { current: () => ruleSet, reload, close: () => watch.close() }
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

/** One run after the other, so that the newest file is the last that counts. */
function inTurn<T>(run: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const next = last.then(run, run)
    last = next.catch(() => undefined)
    return next
  }
}
