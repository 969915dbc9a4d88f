import { open, stat } from 'node:fs/promises'
import { inspect } from '#lib/formats/inspect.ts'
import { createStreamInspector } from '#lib/formats/stream.ts'
import type { ByteReader, Inspection } from '#lib/formats/types.ts'

/** Inspects a file on disk at random access. */
export async function inspectFile(path: string): Promise<Inspection> {
  await using file = await open(path)
  const { size } = await stat(path)
  const reader: ByteReader = {
    sizeBytes: size,
    async read(offset, length) {
      const bytes = new Uint8Array(length)
      const { bytesRead } = await file.read(bytes, 0, length, offset)
      return bytes.subarray(0, bytesRead)
    },
  }
  return await inspect(reader)
}

/** Inspects a file on disk as it passes by in chunks of the given size. */
export async function inspectFileStream(path: string, chunkBytes: number): Promise<Inspection> {
  const inspector = createStreamInspector()
  await using file = await open(path)
  const buffer = new Uint8Array(chunkBytes)
  let total = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, total)
    if (bytesRead === 0) return inspector.finish(total)
    inspector.push(buffer.subarray(0, bytesRead))
    total += bytesRead
  }
}
