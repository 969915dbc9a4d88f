import type { StoreRule } from '#lib/catalog/place-of.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { UsageError } from './usage-error.ts'

/** `FROM=STORE`, at the last `=`: urls may have some, ids of stores have none. @throws UsageError */
export function readStoreRules(texts: readonly string[], { stores }: StoreRegistry): readonly StoreRule[] {
  const ids = stores.map(({ id }) => id)
  return texts.map((text) => {
    const at = text.lastIndexOf('=')
    if (at < 1 || at === text.length - 1) throw new UsageError(`--map ${text}: write --map FROM=STORE.`)
    const storeId = text.slice(at + 1)
    if (!ids.includes(storeId)) {
      throw new UsageError(`--map ${text}: there is no store ${storeId}; there are ${ids.join(', ')}.`)
    }
    return { from: text.slice(0, at), storeId }
  })
}
