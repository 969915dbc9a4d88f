import { conflict, DomainError } from '#lib/domain/errors.ts'
import { runsWithoutZeros } from '../sparse.ts'
import type { Staging } from '../store.ts'
import { ERRNO, inCeph, isCephFault } from './ceph-fault.ts'
import type { RbdDriver, RbdImage } from './rbd-driver.ts'
import { type RbdUploadNames, SNAPSHOT } from './rbd-names.ts'

export interface RbdStagingOptions {
  readonly storeId: string
  readonly driver: RbdDriver
  readonly image: RbdImage
  readonly names: RbdUploadNames
  readonly imageUrl: string
  /** Announced length. */
  readonly totalBytes: number | null
  readonly isThin: boolean
  /** Nobody has written to it yet. */
  readonly isNew: boolean
}

/** Notes on the image how many bytes are safe: its size is ahead of them. Gone when the image is complete. */
const SAFE_KEY = 'vitrine.safe_bytes'

const MIB = 1024 * 1024
/** Images grow ahead of their bytes, by as much as they have, within these. */
const LEAST_STEP_BYTES = 128 * MIB
const MOST_STEP_BYTES = 8 * 1024 * MIB
/** Bytes of one reading. */
const READ_BYTES = MIB

interface StagingState extends RbdStagingOptions {
  bytes: number
  safeBytes: number
  /** Behind the bytes may lie others: a write failed, or something was cut off. */
  isTorn: boolean
  isCommitted: boolean
}

/** Staging over an open image: bytes are written where they will stay. */
export async function openRbdStaging(options: RbdStagingOptions): Promise<Staging> {
  const bytes = await safeBytesOf(options.image)
  const state: StagingState = {
    ...{ ...options, bytes, safeBytes: bytes, isCommitted: false },
    // Whoever wrote before may not have come to note it.
    isTorn: !options.isNew,
  }
  return stagingOver(state)
}

/** The data became the image before a crash: shows it. */
export function openCommittedRbd(options: RbdStagingOptions): Staging {
  const bytes = options.image.sizeBytes()
  return stagingOver({ ...options, bytes, safeBytes: bytes, isTorn: false, isCommitted: true })
}

/** Bytes of an upload's image that count. Without a note it is complete, or new. */
export async function safeBytesOf(image: RbdImage): Promise<number> {
  const noted = await image.getKey(SAFE_KEY)
  if (noted !== null) return Number(noted)
  return (await image.hasSnapshot(SNAPSHOT)) ? image.sizeBytes() : 0
}

function stagingOver(state: StagingState): Staging {
  const guard = <T>(step: () => Promise<T>) => inCeph(state.storeId, state.names.staging, step)
  return {
    size: () => state.bytes,
    append: (pieces, offset) => guard(() => append(state, pieces, offset)),
    sync: () => guard(() => note(state, state.bytes)),
    read: (offset, target) => guard(() => read(state, offset, target)),
    truncate: (sizeBytes) => guard(() => truncate(state, sizeBytes)),
    // Images can be read at any time.
    seal: () => Promise.resolve(),
    commit: () => guard(() => commit(state)),
    close: () => state.image.close(),
  }
}

async function append(state: StagingState, pieces: readonly Uint8Array[], offset: number): Promise<void> {
  if (state.isCommitted) throw conflict('The data is complete; nothing can be added.')
  if (offset !== state.bytes) throw conflict(`The next byte is ${state.bytes}, not ${offset}.`)
  const end = offset + pieces.reduce((sum, piece) => sum + piece.length, 0)
  // What lies behind the bytes would show through where zeros are left out.
  if (state.isThin && state.isTorn && state.image.sizeBytes() > offset) await state.image.resize(offset)
  if (end > state.image.sizeBytes()) await state.image.resize(sizeFor(end, state.totalBytes))
  state.isTorn = true
  await writeAll(state, pieces, offset)
  state.isTorn = false
  state.bytes = end
}

/** Few steps, as each is a change of the image's header, and none far ahead, as cutting back looks for every object. */
export function sizeFor(endBytes: number, totalBytes: number | null): number {
  const ahead = endBytes + Math.min(MOST_STEP_BYTES, Math.max(LEAST_STEP_BYTES, endBytes))
  return totalBytes === null ? ahead : Math.max(endBytes, Math.min(ahead, totalBytes))
}

/** Returns when no write is under way any more, also when one failed. */
async function writeAll(
  { image, isThin }: StagingState,
  pieces: readonly Uint8Array[],
  from: number,
): Promise<void> {
  const runs = isThin ? runsWithoutZeros(pieces, from) : [{ offset: from, pieces }]
  const writes: Promise<void>[] = []
  for (const run of runs) {
    let { offset } = run
    for (const piece of joined(run.pieces)) {
      writes.push(image.write(offset, piece))
      offset += piece.length
    }
  }
  const failed = (await Promise.allSettled(writes)).find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** The same bytes with what lies side by side in memory as one piece: each piece is a request. */
function joined(pieces: readonly Uint8Array[]): Uint8Array[] {
  const all: Uint8Array[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    const isNext = last?.buffer === piece.buffer && last.byteOffset + last.length === piece.byteOffset
    if (isNext) all[all.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + piece.length)
    else if (piece.length > 0) all.push(piece)
  }
  return all
}

/** May run beside `append`: the note is never ahead of the bytes. */
async function note(state: StagingState, bytes: number): Promise<void> {
  if (state.isCommitted || state.safeBytes === bytes) return
  await state.image.setKey(SAFE_KEY, String(bytes))
  state.safeBytes = bytes
}

async function read({ image, bytes }: StagingState, offset: number, target: Uint8Array): Promise<number> {
  const count = Math.max(0, Math.min(target.length, bytes - offset))
  let done = 0
  while (done < count) {
    const piece = await image.read(offset + done, Math.min(READ_BYTES, count - done))
    if (piece.length === 0) throw new DomainError('unavailable', 'The staged data ends before its size.')
    target.set(piece, done)
    done += piece.length
  }
  return count
}

async function truncate(state: StagingState, sizeBytes: number): Promise<void> {
  if (state.isCommitted) throw conflict('The data is complete; nothing can be cut off.')
  if (sizeBytes >= state.bytes) return
  // Taken by a commit that did not come to its end.
  await state.image.dropSnapshot(SNAPSHOT)
  if (state.safeBytes > sizeBytes) await note(state, sizeBytes)
  state.bytes = sizeBytes
  state.isTorn = true
}

/**
 * Wherever it is cut short, the next commit goes on: the note goes when the snapshot and the size say the same, and the name
 * comes last.
 */
async function commit(state: StagingState): Promise<string> {
  const { driver, image, names, imageUrl } = state
  if (state.isCommitted) return imageUrl
  if (image.sizeBytes() !== state.bytes) await image.resize(state.bytes)
  await note(state, state.bytes)
  await image.keepSnapshot(SNAPSHOT)
  await image.removeKey(SAFE_KEY)
  await driver.rename(names.staging, names.image).catch(async (error: unknown) => {
    if (isCephFault(error, ERRNO.exists)) {
      throw conflict(`The store ${state.storeId} has another image named ${names.image} in its pool.`)
    }
    if (!isCephFault(error, ERRNO.noEntry)) throw error
    // Done already, by an attempt whose answer was lost.
    await (await driver.open(names.image, { isUnseen: true })).close()
  })
  state.isCommitted = true
  return imageUrl
}
