import type { StoreRecords } from '#lib/domain/store-records.ts'
import type { JsonObject } from '#lib/domain/task.ts'
import type { TaskRecords } from '#lib/domain/task-records.ts'

export interface WriterDeps {
  readonly tasks: Pick<TaskRecords, 'listUnfinished'>
  readonly records: Pick<StoreRecords, 'uploadsInto'>
}

/**
 * How many uploads, imports, copies and moves still bring data into the store, on any node. What was begun before a store
 * was closed may end there. Not counted: an import of a whole catalog, by the command line.
 */
export async function countWriters({ tasks, records }: WriterDeps, storeId: string): Promise<number> {
  const [uploads, unfinished] = await Promise.all([records.uploadsInto(storeId), tasks.listUnfinished()])
  return uploads + unfinished.filter(({ state }) => writesInto(state, storeId)).length
}

/** An import names its `stores`, a move where `to`, and a drain where the image goes that it is at: it may choose others yet. */
export function writesInto(state: JsonObject, storeId: string): boolean {
  const { stores, to, current } = state
  if (Array.isArray(stores)) return stores.includes(storeId)
  const isDrain = 'storeId' in state
  return (isDrain ? (current as { readonly to?: unknown } | null)?.to : to) === storeId
}
