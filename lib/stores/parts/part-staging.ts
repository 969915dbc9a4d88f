import { conflict } from '#lib/domain/errors.ts'
import type { Staging } from '../store.ts'
import { type PartLimits, type PartPlan, planParts, sizeOfPart } from './part-plan.ts'
import type { Part, PartsPlace, TailPiece } from './parts-place.ts'

export interface PartStagingOptions {
  readonly place: PartsPlace
  readonly limits: PartLimits
  readonly totalBytes: number | null
}

/** More pieces than this are put together into one: they are many requests when the upload goes on elsewhere. */
const MOST_PIECES = 16

interface StagingState {
  readonly place: PartsPlace
  readonly limits: PartLimits
  readonly plan: PartPlan
  isNoted: boolean
  isSealed: boolean
  /** Once sealed. */
  imageBytes: number
  /** Complete, without a gap. */
  parts: Part[]
  partsBytes: number
  /** The next part, as far as it has come: the one buffer. */
  buffer: Uint8Array
  filled: number
  /** How much of the buffer is kept aside, too. */
  safe: number
  pieces: TailPiece[]
  /** Kept aside when this staging was opened: `truncate` may come back to it. */
  readonly firstPieces: readonly TailPiece[]
}

/**
 * Staging for stores that take whole objects only: bytes are collected into parts, which go straight to where the image
 * will be; the rest is kept aside whenever it must be safe. Holds one part in memory, whatever the size of the image.
 */
export async function openPartStaging(options: PartStagingOptions): Promise<Staging> {
  const state = await loadState(options)
  let last: Promise<unknown> = Promise.resolve()
  /** One step after the other: syncing comes from a timer, too. */
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const turn = last.then(step)
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    size: () => sizeOf(state),
    append: (pieces, offset) => inTurn(() => append(state, pieces, offset)),
    sync: () => inTurn(() => keepAside(state)),
    read: (offset, target) => read(state, offset, target),
    truncate: (sizeBytes) => inTurn(() => truncate(state, sizeBytes)),
    seal: () => inTurn(() => seal(state)),
    commit: () =>
      inTurn(async () => {
        await seal(state)
        await state.place.forget()
        return state.place.imageUrl
      }),
    close: () =>
      inTurn(async () => {
        state.place.release()
        state.buffer = new Uint8Array(0)
      }),
  }
}

/** Bytes that a staging opened now would begin with, without opening it. */
export async function countStaged(place: PartsPlace, limits: PartLimits): Promise<number> {
  const [imageBytes, staged] = await Promise.all([place.imageBytes(), place.load()])
  if (imageBytes !== null || staged === null) return imageBytes ?? 0
  const partsBytes = bytesOf(completeParts(staged.parts, staged.plan, limits))
  return partsBytes + bytesOf(piecesFrom(staged.tail, partsBytes))
}

async function loadState({ place, limits, totalBytes }: PartStagingOptions): Promise<StagingState> {
  const [imageBytes, staged] = await Promise.all([place.imageBytes(), place.load()])
  const plan = staged?.plan ?? planParts(totalBytes, limits)
  const parts = imageBytes === null ? completeParts(staged?.parts ?? [], plan, limits) : []
  const partsBytes = bytesOf(parts)
  const firstPieces = imageBytes === null ? piecesFrom(staged?.tail ?? [], partsBytes) : []
  const state: StagingState = {
    ...{ place, limits, plan, parts, partsBytes, firstPieces, pieces: [...firstPieces] },
    ...{ isNoted: staged !== null, isSealed: imageBytes !== null, imageBytes: imageBytes ?? 0 },
    ...{ buffer: new Uint8Array(0), filled: 0, safe: 0 },
  }
  // Left behind by finished parts: they must not come back when those parts are cut off.
  const stale = (staged?.tail ?? []).filter((piece) => !firstPieces.includes(piece))
  if (imageBytes === null && stale.length > 0) await place.dropTail(stale)
  await fillFrom(state, firstPieces)
  return state
}

const bytesOf = (things: readonly { sizeBytes: number }[]): number =>
  things.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** A part counts when all before it do and it has the size that it was to have. */
function completeParts(parts: readonly Part[], plan: PartPlan, limits: PartLimits): Part[] {
  const bySequence = parts.toSorted((a, b) => a.number - b.number)
  const firstOther = bySequence.findIndex(
    ({ number, sizeBytes }, index) => number !== index + 1 || sizeBytes !== sizeOfPart(plan, number, limits),
  )
  return firstOther === -1 ? bySequence : bySequence.slice(0, firstOther)
}

/** The pieces that go on from there without a gap. Others were superseded. */
function piecesFrom(tail: readonly TailPiece[], from: number): TailPiece[] {
  const pieces: TailPiece[] = []
  let end = from
  for (const piece of tail.toSorted((a, b) => a.offset - b.offset)) {
    if (piece.offset !== end) continue
    pieces.push(piece)
    end += piece.sizeBytes
  }
  return pieces
}

function sizeOf(state: StagingState): number {
  return state.isSealed ? state.imageBytes : state.partsBytes + state.filled
}

/** The buffer for the part under way; the same one as long as it is large enough. */
function bufferOf(state: StagingState): Uint8Array {
  const sizeBytes = sizeOfPart(state.plan, state.parts.length + 1, state.limits)
  if (state.buffer.length < sizeBytes) {
    const larger = Buffer.allocUnsafeSlow(sizeBytes)
    larger.set(state.buffer.subarray(0, state.filled))
    state.buffer = larger
  }
  return state.buffer.subarray(0, sizeBytes)
}

async function fillFrom(state: StagingState, pieces: readonly TailPiece[]): Promise<void> {
  for (const piece of pieces) {
    const from = piece.offset - state.partsBytes
    const target = bufferOf(state).subarray(from, from + piece.sizeBytes)
    await state.place.readTail(piece, target)
    state.filled = from + piece.sizeBytes
    state.safe = state.filled
  }
}

async function append(state: StagingState, pieces: readonly Uint8Array[], offset: number): Promise<void> {
  if (state.isSealed) throw conflict('The data is complete; nothing can be added.')
  if (offset !== sizeOf(state)) throw conflict(`The next byte is ${sizeOf(state)}, not ${offset}.`)
  for (const piece of pieces) {
    let done = 0
    while (done < piece.length) {
      const buffer = bufferOf(state)
      const count = Math.min(buffer.length - state.filled, piece.length - done)
      buffer.set(piece.subarray(done, done + count), state.filled)
      state.filled += count
      done += count
      if (state.filled === buffer.length) await finishPart(state)
    }
  }
}

async function note(state: StagingState): Promise<void> {
  if (state.isNoted) return
  await state.place.begin(state.plan)
  state.isNoted = true
}

async function finishPart(state: StagingState): Promise<void> {
  await note(state)
  const part = await state.place.putPart(state.parts.length + 1, bufferOf(state))
  state.parts.push(part)
  state.partsBytes += part.sizeBytes
  state.filled = 0
  state.safe = 0
  const superseded = state.pieces.filter((piece) => !state.firstPieces.includes(piece))
  state.pieces = []
  await state.place.dropTail(superseded)
}

async function keepAside(state: StagingState): Promise<void> {
  if (state.isSealed || state.safe === state.filled) return
  await note(state)
  const isTooMany = state.pieces.length >= MOST_PIECES
  const from = isTooMany ? 0 : state.safe
  const superseded = isTooMany ? state.pieces.slice(1) : []
  const to = state.filled
  await putPiece(state, from, to)
  state.safe = to
  await state.place.dropTail(superseded)
}

/** Puts a part of the buffer aside; what is known of later pieces is forgotten. */
async function putPiece(state: StagingState, from: number, to: number): Promise<void> {
  const piece = { offset: state.partsBytes + from, sizeBytes: to - from }
  await state.place.putTail(piece.offset, state.buffer.subarray(from, to))
  state.pieces = [...state.pieces.filter(({ offset }) => offset < piece.offset), piece]
}

async function read(state: StagingState, offset: number, target: Uint8Array): Promise<number> {
  const count = Math.max(0, Math.min(target.length, sizeOf(state) - offset))
  let done = 0
  while (done < count) done += await readSome(state, offset + done, target.subarray(done, count))
  return count
}

async function readSome(state: StagingState, offset: number, target: Uint8Array): Promise<number> {
  if (state.isSealed) {
    await state.place.readImage(offset, target, state.imageBytes)
    return target.length
  }
  if (offset >= state.partsBytes) {
    const from = offset - state.partsBytes
    target.set(state.buffer.subarray(from, from + target.length))
    return target.length
  }
  const { readPart } = state.place
  if (readPart === undefined) throw conflict('This store shows data only when it is complete.')
  let start = 0
  for (const part of state.parts) {
    if (offset < start + part.sizeBytes) {
      const count = Math.min(target.length, start + part.sizeBytes - offset)
      await readPart(part, offset - start, target.subarray(0, count))
      return count
    }
    start += part.sizeBytes
  }
  return 0
}

async function truncate(state: StagingState, sizeBytes: number): Promise<void> {
  if (state.isSealed) throw conflict('The data is complete; nothing can be cut off.')
  if (sizeBytes >= sizeOf(state)) return
  if (sizeBytes < state.partsBytes) return cutParts(state, sizeBytes)
  await cutTail(state, sizeBytes - state.partsBytes)
}

/** From the end: whenever it is cut short, what is left has no gap. */
async function cutTail(state: StagingState, filled: number): Promise<void> {
  const cut = state.partsBytes + filled
  await state.place.dropTail(state.pieces.filter(({ offset }) => offset >= cut).toReversed())
  state.pieces = state.pieces.filter(({ offset }) => offset < cut)
  const last = state.pieces.at(-1)
  const isSplit = last !== undefined && last.offset + last.sizeBytes > cut
  state.filled = filled
  state.safe = Math.min(state.safe, filled)
  if (isSplit) await putPiece(state, last.offset - state.partsBytes, filled)
}

async function cutParts(state: StagingState, sizeBytes: number): Promise<void> {
  await cutTail(state, 0)
  const behind = state.firstPieces.filter(({ offset }) => offset >= sizeBytes)
  await state.place.dropTail(behind.toReversed())
  while (state.partsBytes > sizeBytes) {
    const part = state.parts.at(-1)
    if (part === undefined) break
    await state.place.voidPart(part.number)
    state.parts.pop()
    state.partsBytes -= part.sizeBytes
  }
  // The rest of the part that was cut, if it was kept aside when this staging was opened.
  const kept = piecesFrom(state.firstPieces, state.partsBytes).filter(({ offset }) => offset < sizeBytes)
  state.pieces = [...kept]
  await fillFrom(state, kept)
  if (sizeOf(state) > sizeBytes) await cutTail(state, sizeBytes - state.partsBytes)
}

async function seal(state: StagingState): Promise<void> {
  if (state.isSealed) return
  // Should the store fail from here on, the upload goes on from what is kept aside.
  if (state.parts.length > 0) await keepAside(state)
  const rest = state.buffer.subarray(0, state.filled)
  if (state.parts.length === 0) await state.place.putWhole(rest)
  else {
    const last = rest.length === 0 ? [] : [await state.place.putPart(state.parts.length + 1, rest)]
    await state.place.complete([...state.parts, ...last])
  }
  state.imageBytes = sizeOf(state)
  state.isSealed = true
}
