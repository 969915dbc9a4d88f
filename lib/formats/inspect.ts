import { createEvidence, HEAD_BYTES, type Piece, type Range, TAIL_BYTES } from './evidence.ts'
import { examine, locateRegions } from './examine.ts'
import type { ByteReader, Inspection } from './types.ts'

/**
 * Tells what a file is. Reads at most INSPECT_LIMIT_BYTES (under 1 MiB), whatever the file says about itself, in at
 * most four reads. Content never makes it fail; it rejects only when the reader does.
 */
export async function inspect(reader: ByteReader): Promise<Inspection> {
  const head = await readPiece(reader, { offset: 0, length: HEAD_BYTES })
  const ranges = locateRegions(createEvidence(null, [head]))
  const tail = { offset: Math.max(0, reader.sizeBytes - TAIL_BYTES), length: TAIL_BYTES }
  const pieces = await Promise.all([...ranges, tail].map((range) => readPiece(reader, range)))
  return examine(createEvidence(reader.sizeBytes, [head, ...pieces]))
}

async function readPiece(reader: ByteReader, range: Range): Promise<Piece> {
  const length = Math.min(range.length, reader.sizeBytes - range.offset)
  const bytes = length > 0 ? await reader.read(range.offset, length) : new Uint8Array(0)
  return { offset: range.offset, bytes }
}
