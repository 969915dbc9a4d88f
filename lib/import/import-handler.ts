import { open, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { systemContext } from '#lib/domain/context.ts'
import { DomainError } from '#lib/domain/errors.ts'
import type { TaskType } from '#lib/domain/task.ts'
import type { TaskHandler } from '#lib/tasks/task-handler.ts'
import { watchImage } from '#lib/tasks/watch-image.ts'
import { hashesOf, taskStagingId } from '#lib/uploads/copy-into.ts'
import { judgeData } from '#lib/uploads/judge-data.ts'
import { COPY_METHOD, type ImportDeps, STAGED_METHOD } from './import-deps.ts'
import { createImportRun, type ImportRun } from './import-run.ts'
import type { StagedFacts } from './import-state.ts'
import { changed, runPlugins, scratchPathOf } from './run-plugins.ts'
import { ensureStaged } from './stage-source.ts'
import { copyKey, type Original, storeCopies } from './store-copies.ts'

const MIB = 1024 * 1024

/** Imports, under the name of their task's type. */
export function importHandler(deps: ImportDeps, type: TaskType): TaskHandler {
  return {
    type,
    async run(task, work) {
      const run = createImportRun(deps, task, work)
      const endWatching = watchImage(deps, run.imageId, work)
      try {
        await bringIn(run)
      } finally {
        endWatching()
      }
    },
    fail: (task, work, message) => failImport(createImportRun(deps, task, work), message),
  }
}

async function bringIn(run: ImportRun): Promise<void> {
  await run.image()
  if (run.state().method === COPY_METHOD) return finish(run, await existingData(run), null)
  const staged = await runPlugins(run, await ensureStaged(run))
  await finish(run, await stagedData(run, staged), staged)
}

async function finish(run: ImportRun, original: Original, staged: StagedFacts | null): Promise<void> {
  const { deps, task, work } = run
  work.progress('storing', 0, original.sizeBytes)
  await takeRoom(run, original.sizeBytes)
  const problems = await storeCopies(run, original)
  const { copies, failedStores, data } = run.state()
  const isNew = (await run.image()).status === 'importing'
  const place = staged === null ? null : { url: staged.url, storeId: deps.staging.id }
  await deps.records.succeed(
    task,
    work.owner,
    { data: isNew ? data : null, copies, staged: place },
    { message: doneMessage(original.sizeBytes, problems), failedStores, nowMs: deps.clock.nowMs() },
  )
  if (place !== null) await deps.removeDoomed([place])
}

/** What is stored in part, before a crash, is taken for as long as the rest. @throws `over_limit` */
async function takeRoom(run: ImportRun, bytes: number): Promise<void> {
  const { deps, task, state } = run
  const { owner: projectId, status } = await run.image()
  await deps.quota.reserve(systemContext(task.requestId ?? task.id), {
    ...{ kind: 'store', projectId, bytes, copies: state().stores.length },
    holder: { kind: 'task', id: task.id },
    countsAsUpload: status !== 'importing',
  })
}

function doneMessage(sizeBytes: number, problems: readonly string[]): string {
  const copied = `Copied ${Math.floor(sizeBytes / MIB)} MiB`
  return problems.length === 0 ? copied : `${copied}. Not stored in ${problems.join(' Nor in ')}`
}

/** The data of an active image, from the first of its places that answers. */
async function existingData(run: ImportRun): Promise<Original> {
  const image = await run.image()
  const { stores } = run.deps
  return {
    sizeBytes: image.sizeBytes ?? 0,
    expectedHashes: hashesOf(image),
    facts: () => null,
    async open(signal) {
      let cause: unknown
      for (const { storeId, url } of image.locations) {
        try {
          return (await stores.holding(storeId).open(url, null, signal)).stream
        } catch (error) {
          cause = error
        }
      }
      throw new DomainError('unavailable', `The data of image ${image.id} cannot be read now.`, { cause })
    },
  }
}

/** The staged data, after its last change. @throws `unsupported_media` when it is not what the image says, or unsafe */
async function stagedData(run: ImportRun, staged: StagedFacts): Promise<Original> {
  const { deps, work } = run
  const { image, sizeBytes, virtualSizeBytes } = await judgeStaged(run, staged)
  // As they were judged: its owner may change the formats until the image has its data.
  const { diskFormat, containerFormat } = image
  const { properties = {} } = run.state().change
  work.signal.throwIfAborted()
  return {
    sizeBytes,
    expectedHashes: staged.sha512 === null ? [] : [{ algo: 'sha512', value: staged.sha512 }],
    open: async (signal) => (await deps.staging.open(staged.url, null, signal)).stream,
    facts: ({ md5, sha512 }) => ({
      ...{ sizeBytes, virtualSizeBytes, md5, sha512, diskFormat, containerFormat, properties },
    }),
  }
}

async function judgeStaged(run: ImportRun, { url }: StagedFacts) {
  const file = await open(fileURLToPath(url))
  try {
    const { size: sizeBytes } = await file.stat()
    run.work.progress('checking', 0, sizeBytes)
    const read = async (offset: number, target: Uint8Array) =>
      (await file.read(target, 0, target.length, offset)).bytesRead
    const image = changed(await run.image(), run.state().change)
    const { requireFormatMatch } = run.deps.settings
    await run.deps.assertSigned(image, { sizeBytes, read }, () => run.work.signal.throwIfAborted())
    const virtualSizeBytes = await judgeData(image, { sizeBytes, read }, requireFormatMatch)
    return { image, sizeBytes, virtualSizeBytes }
  } finally {
    await file.close()
  }
}

/** Removes what the import brought, then gives the image back: in between nobody can begin another. */
async function failImport(run: ImportRun, message: string): Promise<void> {
  const { deps, task, work, imageId } = run
  await work.assertHeld()
  const image = await deps.imageOf(imageId)
  const { stores, staged } = run.state()
  const located = new Set(image?.locations.map(({ storeId }) => storeId))
  const unlocated = stores.filter((id) => !located.has(id))
  await Promise.all(unlocated.map((id) => discardCopy(run, id)))
  await removeStaged(run)
  if (staged !== null) await rm(scratchPathOf(staged.url), { force: true })
  await deps.records.fail(task, work.owner, { message, failedStores: unlocated, nowMs: deps.clock.nowMs() })
}

/**
 * A store that does not answer now is no reason to keep the image waiting: what may lie there is a part of a copy, which
 * is swept later. A whole copy would be found by nobody: it must go first.
 */
async function discardCopy(run: ImportRun, storeId: string): Promise<void> {
  try {
    await run.deps.stores.begun(storeId).discardStaging(copyKey(run, storeId))
  } catch (error) {
    if (run.state().copies.some((copy) => copy.storeId === storeId)) throw error
  }
}

async function removeStaged({ deps, task, imageId, state }: ImportRun): Promise<void> {
  if (state().method === COPY_METHOD) return
  const upload = state().method === STAGED_METHOD ? await deps.records.stagedUpload(imageId) : null
  const uploadId = upload?.uploadId ?? taskStagingId(task.id, 0)
  await deps.staging.discardStaging({ uploadId, imageId })
}
