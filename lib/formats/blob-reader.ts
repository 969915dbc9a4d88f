import type { ByteReader } from './types.ts'

/** Reads slices of a `File` or `Blob`; only the slices are loaded. Rejects when the file has changed or gone since it was chosen. */
export function createBlobReader(blob: Blob): ByteReader {
  return {
    sizeBytes: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  }
}
