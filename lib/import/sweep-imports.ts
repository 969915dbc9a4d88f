import type { TaskRecords } from '#lib/domain/task-records.ts'
import { isWritable, type WritableStore } from '#lib/stores/store.ts'
import { isStagedByTask, stagingTask } from '#lib/uploads/copy-into.ts'
import type { ImportDeps } from './import-deps.ts'

/** Longer than any request takes from the change of an image to that of its task. */
const GRACE_MS = 10 * 60_000

type SweepDeps = Pick<ImportDeps, 'stores' | 'staging' | 'records' | 'clock'> & {
  readonly tasks: Pick<TaskRecords, 'listUnfinished'>
}

/** Removes what tasks staged that ended without it, and gives back images that nobody will bring forward. */
export async function sweepImports({ stores, staging, records, clock, tasks }: SweepDeps): Promise<void> {
  const all = [...stores.stores.filter(isWritable), staging]
  // Listed before the tasks: a task is noted before its first byte, so bytes without an unfinished task are nobody's.
  const staged = await Promise.all(
    all.map(async (store) => ({ store, ids: (await listOrNothing(store)).filter(isStagedByTask) })),
  )
  const unfinished = new Set((await tasks.listUnfinished()).map(({ id }) => id))
  for (const { store, ids } of staged) {
    for (const id of ids) if (!unfinished.has(stagingTask(id))) await store.sweepStaging(id)
  }
  const nowMs = clock.nowMs()
  await records.healStuck(nowMs - GRACE_MS, nowMs)
}

/** The others do not wait for a store that does not answer. */
async function listOrNothing(store: WritableStore): Promise<readonly string[]> {
  return store.listStaging().catch(() => [])
}
