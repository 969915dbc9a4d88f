import { createKept } from './kept.ts'

/** A view that a person has named: the list's address without its path. */
export interface OwnView {
  readonly name: string
  readonly query: string
}

const KEY = 'vitrine-views'
const MOST = 20

const kept = createKept(parse)
const NONE: readonly OwnView[] = []

/** The views that were saved in this browser; for `useSyncExternalStore`. */
export const ownViews = {
  subscribe: kept.subscribe,
  read: (): readonly OwnView[] => kept.read(KEY),
  readOnServer: (): readonly OwnView[] => NONE,
  /** A view of the same name is replaced. */
  save(view: OwnView): void {
    kept.write(KEY, [...ownViews.read().filter(({ name }) => name !== view.name), view].slice(-MOST))
  },
  remove(name: string): void {
    kept.write(
      KEY,
      ownViews.read().filter((view) => view.name !== name),
    )
  },
}

/** Whatever is not a view is left out. */
function parse(json: unknown): readonly OwnView[] {
  return Array.isArray(json) ? json.filter(isView) : []
}

function isView(value: unknown): value is OwnView {
  if (typeof value !== 'object' || value === null) return false
  const { name, query } = value as Partial<OwnView>
  return typeof name === 'string' && name !== '' && typeof query === 'string'
}
