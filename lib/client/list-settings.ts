import { createKept } from './kept.ts'

/** How a person likes the list. Kept in this browser, for each user. */
export interface ListSettings {
  /** The columns that are shown besides the name, in their order; null: the usual ones. */
  readonly columns: readonly string[] | null
  readonly density: 'comfortable' | 'compact'
}

const USUAL: ListSettings = { columns: null, density: 'comfortable' }

const kept = createKept(parse)

/** For `useSyncExternalStore`. */
export const listSettings = {
  subscribe: kept.subscribe,
  read: (userId: string): ListSettings => kept.read(keyOf(userId)),
  readOnServer: (): ListSettings => USUAL,
  write: (userId: string, settings: ListSettings): void => kept.write(keyOf(userId), settings),
}

function keyOf(userId: string): string {
  return `vitrine-list-${userId}`
}

function parse(json: unknown): ListSettings {
  const { columns, density } = (json ?? {}) as Readonly<Record<string, unknown>>
  return {
    columns: Array.isArray(columns) ? columns.filter((each) => typeof each === 'string') : USUAL.columns,
    density: density === 'compact' ? density : USUAL.density,
  }
}
