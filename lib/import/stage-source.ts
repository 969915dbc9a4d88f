import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { DomainError } from '#lib/domain/errors.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import { taskStagingId } from '#lib/uploads/copy-into.ts'
import { COPY_METHOD, STAGED_METHOD } from './import-deps.ts'
import type { ImportRun } from './import-run.ts'
import { mergeChange, type StagedFacts } from './import-state.ts'

/** The whole data in the staging area: there already, or brought there now. Not for copies of an active image. */
export async function ensureStaged(run: ImportRun): Promise<StagedFacts> {
  const { staged, method } = run.state()
  if (staged !== null && (await isWhole(staged))) return staged
  return method === STAGED_METHOD ? findStaged(run) : download(run)
}

/** What a step that was cut short may have left out is not there. */
async function isWhole({ url, sizeBytes }: StagedFacts): Promise<boolean> {
  const size = await stat(fileURLToPath(url)).then(
    (file) => file.size,
    () => null,
  )
  return size !== null && (sizeBytes === null || size === sizeBytes)
}

/** What the client has staged before. */
async function findStaged(run: ImportRun): Promise<StagedFacts> {
  const { records, staging } = run.deps
  const upload = await records.stagedUpload(run.imageId)
  if (upload === null) throw nothingStaged(run.imageId)
  const key = { uploadId: upload.uploadId, imageId: run.imageId }
  const file = await staging.openStaging(key)
  try {
    // Staged means committed: this only gives the url again.
    if (file.size() !== upload.sizeBytes) throw nothingStaged(run.imageId)
    const staged = { url: await file.commit(), sizeBytes: upload.sizeBytes, sha512: null }
    await run.remember({ staged })
    return staged
  } finally {
    await file.close()
  }
}

function nothingStaged(imageId: string): DomainError {
  return new DomainError('gone', `The staged data of image ${imageId} is not there any more: stage it again.`)
}

async function download(run: ImportRun): Promise<StagedFacts> {
  const { deps, work, task, imageId } = run
  const { method, input, requester } = run.state()
  const source = deps.sources.find((each) => each.method === method)
  if (source === undefined || method === COPY_METHOD) {
    throw new DomainError('unavailable', `The import method ${method} is not available any more.`)
  }
  work.progress('downloading', 0, null)
  const opened = await source.open(input, { signal: work.signal, requester, image: await run.image() })
  const copied = await deps.copyInto({
    ...{ stream: opened.stream, totalBytes: opened.sizeBytes, mostBytes: deps.settings.sizeCapBytes },
    cover: deps.quota.held({ kind: 'stage', holder: { kind: 'task', id: task.id } }).cover,
    expectedHashes: expected(opened.expectedHash),
    store: deps.staging,
    key: { uploadId: taskStagingId(task.id, 0), imageId },
    ...{ signal: work.signal, assertMayWrite: work.assertHeld },
    progress: (doneBytes) => work.progress('downloading', doneBytes, opened.sizeBytes),
  })
  const staged = { url: copied.url, sizeBytes: copied.sizeBytes, sha512: copied.sha512 }
  await run.remember({ staged, pluginsDone: 0, change: mergeChange({}, opened.change) })
  return staged
}

function expected(hash: ExpectedHash | undefined): readonly ExpectedHash[] {
  return hash === undefined ? [] : [hash]
}
