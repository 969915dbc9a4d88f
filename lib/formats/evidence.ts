/**
 * The bytes of a file that the parsers may look at. Both ways of inspecting (random access and a stream that passes
 * once) gather exactly the same bytes, so their verdicts cannot differ, and the amount is bounded whatever a header says.
 */

/** Bytes kept from the start. Reaches past the second VHDX region table (256 KiB + 64 KiB), the farthest fixed place. */
export const HEAD_BYTES = 320 * 1024
/** Bytes kept from the end. Enough for a VMDK footer (three sectors) in a file whose last sector is incomplete. */
export const TAIL_BYTES = 2048
/** Longest region that a header may point to; what lies beyond is not looked at. */
export const REGION_BYTES = 256 * 1024
/** Most regions followed in one file. */
const REGION_COUNT = 2
/** Most bytes that one inspection reads or retains: under 1 MiB. */
export const INSPECT_LIMIT_BYTES = HEAD_BYTES + TAIL_BYTES + REGION_COUNT * REGION_BYTES

export interface Range {
  readonly offset: number
  readonly length: number
}

/** Bytes of the file from `offset` on. */
export interface Piece {
  readonly offset: number
  readonly bytes: Uint8Array
}

export interface Evidence {
  /** Length of the file; null while a stream is still running. */
  readonly sizeBytes: number | null
  /** A copy. Zero where the file has ended (as QEMU reads past the end) and where nothing was captured. */
  bytes(offset: number, length: number): Uint8Array
  /** The same as a view, to read fields from. */
  view(offset: number, length: number): DataView
  /** The same as text, one character a byte. */
  text(offset: number, length: number): string
  /** True when every byte that the file has in this range was captured. */
  holds(offset: number, length: number): boolean
}

export function createEvidence(sizeBytes: number | null, pieces: readonly Piece[]): Evidence {
  const bytes = (offset: number, length: number) => assemble(pieces, offset, length)
  return {
    sizeBytes,
    bytes,
    view: (offset, length) => new DataView(bytes(offset, length).buffer),
    text: (offset, length) => decodeBytes(bytes(offset, length)),
    holds: (offset, length) =>
      covers(pieces, offset, Math.min(offset + length, sizeBytes ?? Number.MAX_SAFE_INTEGER)),
  }
}

/** Cuts wishes down to what may be captured: behind the head, at most REGION_COUNT of at most REGION_BYTES. */
export function boundRanges(wishes: readonly Range[]): Range[] {
  return wishes
    .map(clipRange)
    .filter((range) => range.length > 0)
    .slice(0, REGION_COUNT)
}

/** An unsigned 64-bit field as a file position; null when no file can reach that far. */
export function toOffset(value: bigint): number | null {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null
}

function clipRange(wish: Range): Range {
  const end = Math.min(wish.offset + Math.min(wish.length, REGION_BYTES), Number.MAX_SAFE_INTEGER)
  const offset = Math.max(wish.offset, HEAD_BYTES)
  return { offset, length: end - offset }
}

function assemble(pieces: readonly Piece[], offset: number, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length)
  for (const piece of pieces) {
    const start = Math.max(offset, piece.offset)
    const end = Math.min(offset + length, piece.offset + piece.bytes.length)
    if (start < end)
      result.set(piece.bytes.subarray(start - piece.offset, end - piece.offset), start - offset)
  }
  return result
}

function covers(pieces: readonly Piece[], start: number, end: number): boolean {
  let position = start
  while (position < end) {
    const piece = pieces.find((p) => p.offset <= position && position < p.offset + p.bytes.length)
    if (!piece) return false
    position = piece.offset + piece.bytes.length
  }
  return true
}

/** One character a byte; ASCII stays ASCII, and no byte sequence is invalid. */
function decodeBytes(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes)
}
