/** A row of the report: what, the figures, and the ratio to the bare server measured beside it. */
export interface Row {
  readonly what: string
  readonly ours: string
  readonly bare: string
  readonly ratio: number | null
  readonly note: string
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Shows a row as soon as it is known, and hands it on. */
export function tell(row: Row): Row {
  process.stderr.write(
    `${row.what}: ${row.ours} | bare: ${row.bare} | ratio ${row.ratio?.toFixed(2) ?? '-'}\n`,
  )
  return row
}

/** A Markdown table, as it goes into docs/bench.md. */
export function toMarkdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(['what', 'Vitrine', 'bare node:http', 'ratio', 'note']),
    line(['---', '---', '---', '---', '---']),
    ...rows.map((row) =>
      line([row.what, row.ours, row.bare, row.ratio === null ? '' : row.ratio.toFixed(2), row.note]),
    ),
  ].join('\n')
}
