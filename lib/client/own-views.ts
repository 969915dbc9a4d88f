import { createKeptByName } from './kept-by-name.ts'

/** A view that a person has named: the list's address without its path. */
interface OwnView {
  readonly name: string
  readonly query: string
}

/** The views that were saved in this browser. */
export const ownViews = createKeptByName<OwnView>({ key: 'vitrine-views', most: 20, isItem: isView })

function isView(value: object): value is OwnView {
  const { name, query } = value as Partial<OwnView>
  return typeof name === 'string' && name !== '' && typeof query === 'string'
}
