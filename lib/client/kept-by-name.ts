import { createKept, type Kept } from './kept.ts'

type Named = { readonly name: string }

/** Things that a person has named, kept in this browser; for `useSyncExternalStore`. */
interface KeptByName<Item extends Named> {
  readonly subscribe: Kept<readonly Item[]>['subscribe']
  readonly read: () => readonly Item[]
  readonly readOnServer: () => readonly Item[]
  /** What has the same name is replaced; of too many the oldest go. */
  readonly save: (item: Item) => void
  readonly remove: (name: string) => void
}

interface Options<Item extends object> {
  readonly key: string
  readonly most: number
  /** Whatever stands there and is none is left out: anybody can write there. */
  readonly isItem: (value: object) => value is Item
}

export function createKeptByName<Item extends Named>({ key, most, isItem }: Options<Item>): KeptByName<Item> {
  const none: readonly Item[] = []
  const isOne = (value: unknown): value is Item =>
    typeof value === 'object' && value !== null && isItem(value)
  const kept = createKept<readonly Item[]>((json) => (Array.isArray(json) ? json.filter(isOne) : none))
  const read = () => kept.read(key)
  const without = (name: string) => read().filter((item) => item.name !== name)
  return {
    subscribe: kept.subscribe,
    read,
    readOnServer: () => none,
    save: (item) => kept.write(key, [...without(item.name), item].slice(-most)),
    remove: (name) => kept.write(key, without(name)),
  }
}
