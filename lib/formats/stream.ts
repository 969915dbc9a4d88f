import { createEvidence, HEAD_BYTES, type Piece, TAIL_BYTES } from './evidence.ts'
import { examine, locateRegions } from './examine.ts'
import type { Finding, Inspection } from './types.ts'

/** Inspects bytes that pass once, in order. Chunks are copied from, never kept. */
export interface StreamInspector {
  push(chunk: Uint8Array): void
  /**
   * Dangers that are certain before the end, so that an upload can stop. Empty until the head (HEAD_BYTES) and what it
   * points to have passed. Everything it gives is in the final inspection too.
   */
  early(): readonly Finding[]
  /**
   * The same as `inspect` says of the same bytes, however they were cut into chunks.
   * @throws RangeError when `totalBytes` is not what was pushed: a verdict on part of a file would be worthless.
   */
  finish(totalBytes: number): Inspection
}

/** Retains at most INSPECT_LIMIT_BYTES and a spare tail (under 1 MiB together) for an image of any size. */
export function createStreamInspector(): StreamInspector {
  const head: Piece = { offset: 0, bytes: new Uint8Array(HEAD_BYTES) }
  const tail = createTail()
  let regions: Piece[] | null = null
  let certain: readonly Finding[] | null = null
  let position = 0

  function push(chunk: Uint8Array): void {
    copyInto(head, position, chunk)
    if (!regions && position + chunk.length >= HEAD_BYTES) {
      regions = locateRegions(createEvidence(null, [head])).map(({ offset, length }) => ({
        offset,
        bytes: new Uint8Array(length),
      }))
    }
    for (const region of regions ?? []) copyInto(region, position, chunk)
    tail.push(chunk)
    position += chunk.length
  }

  function early(): readonly Finding[] {
    if (certain) return certain
    const gathered = regions?.every((region) => region.offset + region.bytes.length <= position)
    if (!regions || !gathered) return []
    certain = examine(createEvidence(null, [head, ...regions])).findings.filter(
      (finding) => finding.severity === 'danger',
    )
    return certain
  }

  function finish(totalBytes: number): Inspection {
    if (totalBytes !== position) throw new RangeError(`inspected ${position} bytes of ${totalBytes}`)
    const pieces = [head, ...(regions ?? [])].map((piece) => trim(piece, position))
    return examine(createEvidence(position, [...pieces, tail.piece(position)]))
  }

  return { push, early, finish }
}

/** Copies the part of the chunk, which starts at `position` of the file, that falls into the piece. */
function copyInto(piece: Piece, position: number, chunk: Uint8Array): void {
  const start = Math.max(piece.offset, position)
  const end = Math.min(piece.offset + piece.bytes.length, position + chunk.length)
  if (start < end) piece.bytes.set(chunk.subarray(start - position, end - position), start - piece.offset)
}

/** What the file really has of a piece. */
function trim(piece: Piece, sizeBytes: number): Piece {
  const length = Math.max(0, Math.min(piece.bytes.length, sizeBytes - piece.offset))
  return { offset: piece.offset, bytes: piece.bytes.subarray(0, length) }
}

/** The last TAIL_BYTES. A buffer twice as long makes single-byte chunks cheap: it is shifted once every TAIL_BYTES. */
function createTail(): { push(chunk: Uint8Array): void; piece(sizeBytes: number): Piece } {
  const buffer = new Uint8Array(2 * TAIL_BYTES)
  let filled = 0
  return {
    push(chunk) {
      const part = chunk.subarray(Math.max(0, chunk.length - TAIL_BYTES))
      if (filled + part.length > buffer.length) {
        buffer.copyWithin(0, filled - TAIL_BYTES, filled)
        filled = TAIL_BYTES
      }
      buffer.set(part, filled)
      filled += part.length
    },
    piece(sizeBytes) {
      const length = Math.min(TAIL_BYTES, filled)
      return { offset: sizeBytes - length, bytes: buffer.slice(filled - length, filled) }
    },
  }
}
