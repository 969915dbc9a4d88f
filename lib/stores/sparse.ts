/** Holes are looked for in steps of this size; file systems keep blocks of 4 KiB and more. */
const STEP_BYTES = 64 * 1024
const ZEROS = Buffer.alloc(STEP_BYTES)

/** Bytes that belong at one place of a file. */
export interface Run {
  readonly offset: number
  readonly pieces: readonly Uint8Array[]
}

/** What must be written for the file to read like the pieces, if all that is not written reads as zeros. */
export function runsWithoutZeros(pieces: readonly Uint8Array[], offset: number): Run[] {
  const runs: { offset: number; end: number; pieces: Uint8Array[] }[] = []
  let position = offset
  for (const piece of pieces) {
    for (let from = 0; from < piece.length; from += STEP_BYTES) {
      const step = piece.subarray(from, from + STEP_BYTES)
      if (!isZero(step)) {
        const last = runs.at(-1)
        if (last?.end === position) {
          last.pieces.push(step)
          last.end += step.length
        } else runs.push({ offset: position, end: position + step.length, pieces: [step] })
      }
      position += step.length
    }
  }
  return runs
}

/** Compares as memory does: of data that is not zero it sees a few bytes. */
function isZero(bytes: Uint8Array): boolean {
  return ZEROS.compare(bytes, 0, bytes.length, 0, bytes.length) === 0
}
