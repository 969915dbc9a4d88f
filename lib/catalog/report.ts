export type Outcome = 'taken' | 'updated' | 'unchanged' | 'kept' | 'refused'

/** What became of one thing. */
export interface ReportEntry {
  readonly what: 'image' | 'namespace' | 'resource types' | 'limit'
  readonly id: string
  readonly name?: string | null
  readonly outcome: Outcome
  /** For `kept` and `refused`: the kind of reason, in a few words. */
  readonly why?: string
  /** What is special about this one. */
  readonly detail?: string
}

export interface Report {
  note(entry: ReportEntry): void
  /** Something to know that is about no thing in particular. */
  remark(line: string): void
  countOf(outcome: Outcome): number
  /** Counts, and of what did not come a few examples each. */
  text(): string
}

const EXAMPLES = 5
const ORDER: readonly Outcome[] = ['taken', 'updated', 'unchanged', 'kept', 'refused']

/** Its size does not grow with what is noted. @param each Hears of every entry, for a file with all of them */
export function createReport({
  isDry,
  each = () => undefined,
}: {
  readonly isDry: boolean
  readonly each?: (entry: ReportEntry) => void
}): Report {
  const groups = new Map<string, { entry: ReportEntry; count: number; examples: ReportEntry[] }>()
  const remarks: string[] = []
  return {
    note(entry) {
      each(entry)
      const key = JSON.stringify([entry.what, ORDER.indexOf(entry.outcome), entry.why ?? ''])
      const group = groups.get(key) ?? { entry, count: 0, examples: [] }
      group.count += 1
      if (group.examples.length < EXAMPLES) group.examples.push(entry)
      groups.set(key, group)
    },
    remark: (line) => void remarks.push(line),
    countOf: (outcome) =>
      [...groups.values()].reduce(
        (sum, group) => sum + (group.entry.outcome === outcome ? group.count : 0),
        0,
      ),
    text() {
      const first = isDry ? ['A dry run: nothing was written. It would have been:'] : []
      const sorted = [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group)
      return [...first, ...sorted.flatMap(linesOf), ...remarks].join('\n')
    },
  }
}

function linesOf({
  entry,
  count,
  examples,
}: {
  readonly entry: ReportEntry
  readonly count: number
  readonly examples: readonly ReportEntry[]
}): readonly string[] {
  const reason = entry.why === undefined ? '' : `: ${entry.why}`
  const line = `${entry.what} ${entry.outcome}${reason}: ${count}`
  if (entry.why === undefined) return [line]
  const shown = examples.map(({ id, name, detail }) => {
    const title = name === undefined || name === null ? '' : ` (${name})`
    return `    ${id}${title}${detail === undefined ? '' : ` — ${detail}`}`
  })
  return [line, ...shown, ...(count > examples.length ? [`    … and ${count - examples.length} more`] : [])]
}
