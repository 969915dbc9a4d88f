import { conflict, DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { Image, ImageLocation } from '#lib/domain/image.ts'
import type { StoredCopy } from '#lib/domain/import-records.ts'
import type { TaskRecord } from '#lib/domain/task-records.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import type { TaskWork } from '#lib/tasks/task-handler.ts'
import { type Pace, paced } from '#lib/upkeep/pace.ts'
import { type CopiedData, type CopyRequest, hashesOf, taskStagingId } from '#lib/uploads/copy-into.ts'

/** Steps of a move in the rows; see `lib/db/stores/move-records.ts`. */
export interface MoveSteps {
  lock(task: TaskRecord, owner: string, imageId: string, nowMs: number): Promise<boolean>
  finish(
    task: TaskRecord,
    owner: string,
    move: { imageId: string; from: string; copy: StoredCopy | null; nowMs: number },
  ): Promise<readonly ImageLocation[]>
  unlock(task: TaskRecord, imageId: string): Promise<void>
}

export interface MoveDeps {
  readonly moves: MoveSteps
  readonly stores: StoreRegistry
  /** Any image; null when it is gone. */
  readonly imageOf: (imageId: string) => Promise<Image | null>
  readonly copyInto: (request: CopyRequest) => Promise<CopiedData>
  /** What fails now is tried again by a job. */
  readonly removeDoomed: (places: readonly ImageLocation[]) => Promise<void>
  /** Stores in which the image's data was found damaged. */
  readonly damagedIn: (imageId: string) => Promise<readonly string[]>
  readonly pace: Pace
  readonly nowMs: () => number
}

export interface MoveOrder {
  readonly imageId: string
  readonly from: string
  /** Null: nowhere, as other copies are good and enough. */
  readonly to: string | null
}

/** How a move ended: the data was copied and removed, only removed, or there was nothing to move. */
export type MoveOutcome = 'moved' | 'dropped' | 'nothing'

/**
 * Moves an image's data out of a store. The copy is read against the image's hash before it counts, and only then the
 * old data goes: at any moment the image has good data. Again, after a crash, is fine.
 * @throws DomainError why the data stays where it is; the signal's reason
 */
export async function moveImage(
  deps: MoveDeps,
  { task, work }: { readonly task: TaskRecord; readonly work: TaskWork },
  order: MoveOrder,
  tell: (doneBytes: number) => void,
): Promise<MoveOutcome> {
  const { imageId, from } = order
  if (!(await lock(deps, task, work, imageId))) return 'nothing'
  try {
    const image = await deps.imageOf(imageId)
    if (image === null || !image.locations.some(({ storeId }) => storeId === from)) {
      await deps.moves.unlock(task, imageId)
      return 'nothing'
    }
    const isKept = await hasGoodCopyElsewhere(deps, image, order)
    const copy = isKept ? null : await copyOut(deps, { image, order, task, work, tell })
    const move = { imageId, from, copy, nowMs: deps.nowMs() }
    const leaving = await deps.moves.finish(task, work.owner, move)
    await deps.removeDoomed(leaving)
    return copy === null ? 'dropped' : 'moved'
  } catch (error) {
    // Whoever takes the task over needs the lock; a task that has failed does not.
    await deps.moves.unlock(task, imageId).catch(() => undefined)
    throw error
  }
}

/** @throws `unavailable` while somebody else is at work on the image */
async function lock(
  { moves, nowMs }: MoveDeps,
  task: TaskRecord,
  work: TaskWork,
  imageId: string,
): Promise<boolean> {
  try {
    return await moves.lock(task, work.owner, imageId, nowMs())
  } catch (cause) {
    if (!isDomainError(cause, 'conflict')) throw cause
    throw new DomainError('unavailable', cause.message, { cause })
  }
}

/** What an earlier try may have left in the store, of an image that is gone or needs no copy any more. */
export async function forgetMove(
  deps: Pick<MoveDeps, 'stores' | 'imageOf' | 'moves'>,
  task: TaskRecord,
  { imageId, to }: { readonly imageId: string; readonly to: string },
): Promise<void> {
  const image = await deps.imageOf(imageId)
  const isLocation = image?.locations.some(({ storeId }) => storeId === to) === true
  if (!isLocation)
    await deps.stores
      .begun(to)
      .discardStaging(keyOf(task, imageId))
      .catch(() => undefined)
  await deps.moves.unlock(task, imageId)
}

const keyOf = (task: TaskRecord, imageId: string) => ({ uploadId: taskStagingId(task.id, 1), imageId })

/** Other copies count when they are there in full, and were not found damaged. */
export async function hasGoodCopyElsewhere(
  deps: MoveDeps,
  image: Image,
  { from, to }: Pick<MoveOrder, 'from' | 'to'>,
): Promise<boolean> {
  const others = image.locations.filter(({ storeId }) => storeId !== from && (to === null || storeId === to))
  if (others.length === 0) return false
  const damaged = new Set(await deps.damagedIn(image.id))
  for (const { storeId, url } of others) {
    if (damaged.has(storeId)) continue
    const sizeBytes = await sizeOrNull(deps, storeId, url)
    if (sizeBytes !== null && (image.sizeBytes === null || sizeBytes === image.sizeBytes)) return true
  }
  if (to === null) return false
  throw conflict(`What image ${image.id} has in ${to} is damaged or cannot be read: remove it there first.`)
}

async function sizeOrNull({ stores }: MoveDeps, storeId: string, url: string): Promise<number | null> {
  try {
    return await stores.holding(storeId).sizeOf(url)
  } catch {
    return null
  }
}

interface Copying {
  readonly image: Image
  readonly order: MoveOrder
  readonly task: TaskRecord
  readonly work: TaskWork
  readonly tell: (doneBytes: number) => void
}

async function copyOut(deps: MoveDeps, { image, order, task, work, tell }: Copying): Promise<StoredCopy> {
  if (order.to === null) throw conflict(`Image ${image.id} has no other good copy any more: try again.`)
  const store = deps.stores.writable(order.to)
  const expectedHashes = hashesOf(image)
  if (expectedHashes.length === 0) {
    throw conflict(`Image ${image.id} has no hash to hold a copy against: it cannot be moved safely.`)
  }
  let failure: unknown = null
  // From the store that it leaves first; another copy helps when that one is broken.
  for (const { storeId, url } of inOrderOf(image.locations, order.from)) {
    try {
      const { stream } = await deps.stores.holding(storeId).open(url, null, work.signal)
      const { url: copyUrl } = await deps.copyInto({
        stream: paced(stream, deps.pace, work.signal),
        ...{ totalBytes: image.sizeBytes, mostBytes: image.sizeBytes ?? Number.MAX_SAFE_INTEGER },
        ...{ expectedHashes, store, key: keyOf(task, image.id), signal: work.signal },
        ...{ progress: tell, assertMayWrite: work.assertHeld },
      })
      return { storeId: store.id, url: copyUrl }
    } catch (error) {
      work.signal.throwIfAborted()
      failure ??= error
    }
  }
  throw isDomainError(failure)
    ? failure
    : new DomainError('unavailable', `The data of image ${image.id} could not be copied.`, { cause: failure })
}

function inOrderOf(locations: readonly ImageLocation[], from: string): readonly ImageLocation[] {
  const rank = ({ storeId }: ImageLocation): number => (storeId === from ? 0 : 1)
  return [...locations].sort((one, other) => rank(one) - rank(other))
}
