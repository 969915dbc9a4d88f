import { invalid, isDomainError } from '#lib/domain/errors.ts'
import type { ImportedData } from '#lib/domain/import-records.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import { type CopiedData, taskStagingId } from '#lib/uploads/copy-into.ts'
import type { ImportRun } from './import-run.ts'

/** Data to be brought into stores. */
export interface Original {
  readonly sizeBytes: number
  readonly expectedHashes: readonly ExpectedHash[]
  open(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  /** What the image becomes by it; null when it has its data already. */
  facts(copied: CopiedData): ImportedData | null
}

/** What a copy in one store is called while it comes. The staging area has the number 0. */
export function copyKey(run: Pick<ImportRun, 'task' | 'imageId' | 'state'>, storeId: string) {
  return {
    uploadId: taskStagingId(run.task.id, run.state().stores.indexOf(storeId) + 1),
    imageId: run.imageId,
  }
}

/**
 * Copies the original into each store that does not have it, a few at once. When all must succeed, the first failure
 * ends the others; else what could be stored becomes a location at once.
 * Gives why stores could not take the data. @throws the failure; when no store could take the data, the first one
 */
export async function storeCopies(run: ImportRun, original: Original): Promise<readonly string[]> {
  const { work, deps } = run
  const stopper = new AbortController()
  const signal = AbortSignal.any([work.signal, stopper.signal])
  const waiting = await missingStores(run)
  const meter = createStoreMeter(run, original.sizeBytes, waiting)
  const outcome: Outcome = { sha512: run.state().data?.sha512 ?? null, problems: [], failure: null }
  const worker = async (): Promise<void> => {
    for (let storeId = waiting.shift(); storeId !== undefined; storeId = waiting.shift()) {
      if (signal.aborted) return
      try {
        await storeOne(run, original, { storeId, signal, outcome, progress: meter.of(storeId) })
      } catch (error) {
        await noteFailure(run, outcome, storeId, error)
        if (run.state().mustAllSucceed) stopper.abort(error)
      }
    }
  }
  const workers = Array.from({ length: deps.settings.storesAtOnce }, async () => {
    await worker().catch((error: unknown) => {
      stopper.abort(error)
      throw error
    })
  })
  // All of them have ended before anybody cleans up behind them.
  const broken = (await Promise.allSettled(workers)).find((each) => each.status === 'rejected')
  work.signal.throwIfAborted()
  if (broken !== undefined) throw broken.reason
  const hasAny = (await missingStores(run)).length < run.state().stores.length
  if (outcome.failure !== null && (run.state().mustAllSucceed || !hasAny)) throw outcome.failure.error
  return outcome.problems
}

interface Outcome {
  /** Of the first copy: the others must be the same. */
  sha512: string | null
  readonly problems: string[]
  failure: { readonly error: unknown } | null
}

/** Those that neither are a location nor wait to become one. */
async function missingStores(run: ImportRun): Promise<string[]> {
  const { locations } = await run.image()
  const present = new Set([...locations, ...run.state().copies].map(({ storeId }) => storeId))
  return run.state().stores.filter((id) => !present.has(id))
}

interface OneStore {
  readonly storeId: string
  readonly signal: AbortSignal
  readonly outcome: Outcome
  readonly progress: (doneBytes: number) => void
}

async function storeOne(run: ImportRun, original: Original, one: OneStore): Promise<void> {
  const { deps, work, task } = run
  const { storeId, signal, outcome, progress } = one
  const copied = await deps.copyInto({
    stream: await original.open(signal),
    ...{ totalBytes: original.sizeBytes, mostBytes: original.sizeBytes },
    expectedHashes: original.expectedHashes,
    ...{ store: deps.stores.begun(storeId), key: copyKey(run, storeId) },
    ...{ signal, progress, assertMayWrite: work.assertHeld },
  })
  outcome.sha512 ??= copied.sha512
  if (outcome.sha512 !== copied.sha512)
    throw invalid(`The store ${storeId} was given other data than the rest.`)
  const copy = { storeId, url: copied.url }
  const data = run.state().data ?? original.facts(copied)
  if (run.state().mustAllSucceed) return run.remember({ data, copies: [...run.state().copies, copy] })
  const isFirst = (await run.image()).status === 'importing'
  await deps.records.addCopy(task, work.owner, copy, {
    data: isFirst ? data : null,
    remainingStores: (await missingStores(run)).filter((id) => id !== storeId),
    failedStores: run.state().failedStores,
    nowMs: deps.clock.nowMs(),
  })
}

async function noteFailure(run: ImportRun, outcome: Outcome, storeId: string, error: unknown): Promise<void> {
  if (run.work.signal.aborted) return
  outcome.failure ??= { error }
  outcome.problems.push(`${storeId}: ${isDomainError(error) ? error.message : 'it failed on our side.'}`)
  await run.remember({ failedStores: [...new Set([...run.state().failedStores, storeId])] })
}

/** The stores' progress as one. */
function createStoreMeter({ work }: ImportRun, sizeBytes: number, storeIds: readonly string[]) {
  const totalBytes = sizeBytes * storeIds.length
  const done = new Map(storeIds.map((storeId) => [storeId, 0]))
  return {
    of: (storeId: string) => (doneBytes: number) => {
      done.set(storeId, doneBytes)
      const sum = [...done.values()].reduce((bytes, each) => bytes + each, 0)
      work.progress('storing', sum, totalBytes, Object.fromEntries(done))
    },
  }
}
