import { createBlobReader } from '#lib/formats/blob-reader.ts'
import { inspect } from '#lib/formats/inspect.ts'
import type { Inspection } from '#lib/formats/types.ts'
import { fingerprintOf } from './fingerprint.ts'

/** What a look into a file tells: what it is, and how to know it again. */
export interface Look {
  readonly inspection: Inspection
  readonly fingerprint: string
}

/** Reads under 2 MiB of the file, whatever its size. @throws when the file cannot be read */
export async function lookInto(file: File): Promise<Look> {
  const [inspection, fingerprint] = await Promise.all([inspect(createBlobReader(file)), fingerprintOf(file)])
  return { inspection, fingerprint }
}
