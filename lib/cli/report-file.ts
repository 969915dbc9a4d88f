import { closeSync, openSync, writeSync } from 'node:fs'
import type { ReportEntry } from '#lib/catalog/report.ts'
import { UsageError } from './usage-error.ts'

/** Gives the work something that writes each entry into the file, where one is wanted. @throws UsageError */
export async function withReportFile<T>(
  path: string | undefined,
  work: (each: (entry: ReportEntry) => void) => Promise<T>,
): Promise<T> {
  if (path === undefined) return work(() => undefined)
  const file = opened(path)
  try {
    return await work((entry) => void writeSync(file, `${JSON.stringify(entry)}\n`))
  } finally {
    closeSync(file)
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'w', 0o600)
  } catch (cause) {
    throw new UsageError(`${path} cannot be written: ${(cause as Error).message}`, { cause })
  }
}
