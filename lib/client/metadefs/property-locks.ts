/** Why the caller may not do something with a property; what is not named may be done. */
interface PropertyLock {
  readonly create?: string
  readonly update?: string
  readonly delete?: string
}

/** By key. */
export type PropertyLocks = Readonly<Record<string, PropertyLock>>

/** What the site says of the keys that are defined, and each image of those that it has. */
export function joinedLocks(all: readonly (PropertyLocks | undefined)[]): PropertyLocks {
  const joined = new Map<string, PropertyLock>()
  for (const [key, lock] of all.flatMap((locks) => Object.entries(locks ?? {})))
    joined.set(key, { ...joined.get(key), ...lock })
  return Object.fromEntries(joined)
}

export function lockOf(locks: PropertyLocks, key: string): PropertyLock {
  return Object.hasOwn(locks, key) ? (locks[key] ?? {}) : {}
}
