import type { ImportedData, StoredCopy } from '#lib/domain/import-records.ts'
import type { JsonObject } from '#lib/domain/task.ts'
import type { TaskRecord } from '#lib/domain/task-records.ts'
import type { ImportedChange, ImportInput, Requester } from '#lib/tasks/import-ports.ts'

/** What an import remembers between its steps; the row of its task keeps it. */
export interface ImportState {
  readonly method: string
  readonly input: ImportInput
  readonly requester: Requester
  /** Where the data is to go, in order. */
  readonly stores: readonly string[]
  readonly mustAllSucceed: boolean
  /** Null until everything is staged. */
  readonly staged: StagedFacts | null
  /** What source and plugins change in the image when all is done. */
  readonly change: ImportedChange
  readonly pluginsDone: number
  /** Stored, but not locations yet: when all stores must succeed, they become it together. */
  readonly copies: readonly StoredCopy[]
  /** What the image becomes by the copies; null before the first, and where it has its data already. */
  readonly data: ImportedData | null
  readonly failedStores: readonly string[]
}

export interface StagedFacts {
  readonly url: string
  /** Null while a plugin may be replacing the file. */
  readonly sizeBytes: number | null
  /** Null when nobody has hashed it yet. */
  readonly sha512: string | null
}

export type ImportStart = Pick<ImportState, 'method' | 'input' | 'requester' | 'stores' | 'mustAllSucceed'>

export function newImportState(start: ImportStart): JsonObject {
  const begun = { staged: null, change: {}, pluginsDone: 0, copies: [], data: null, failedStores: [] }
  return { ...start, ...begun } satisfies ImportState
}

/** Our own JSON, from our own table. */
export function importStateOf({ state }: TaskRecord): ImportState {
  return state as unknown as ImportState
}

export function mergeChange(change: ImportedChange, more: ImportedChange = {}): ImportedChange {
  return { ...change, ...more, properties: { ...change.properties, ...more.properties } }
}
