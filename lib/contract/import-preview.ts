import { z } from 'zod'
import { invalid } from '../domain/errors.ts'

/** Ours: what `POST /v2/vitrine/import-preview` says of an address, before anybody imports from it. */
export interface ImportPreviewWire {
  /** Whether there is data. When not, `problem` says why and everything else is null. */
  readonly reachable: boolean
  readonly problem: string | null
  /** Where the data comes from after redirects. */
  readonly final_host: string | null
  readonly file_name: string | null
  readonly media_type: string | null
  readonly size: number | null
  /** A broken transfer can be gone on with. */
  readonly resumable: boolean
  /** What the data is by its bytes; not certain where the server gives no parts of a file. */
  readonly detected_format: string | null
  readonly virtual_size: number | null
  readonly findings: readonly { readonly code: string; readonly severity: string; readonly message: string }[]
  /** What to declare. */
  readonly disk_format: string | null
  readonly container_format: string | null
  readonly name: string | null
  /** From a file of checksums beside the data. */
  readonly checksum: { readonly algo: string; readonly value: string; readonly found_in: string } | null
}

const bodySchema = z.strictObject({ uri: z.string().min(1) })

/** @throws `invalid` */
export function parseImportPreviewBody(body: unknown): { readonly uri: string } {
  const parsed = bodySchema.safeParse(body)
  if (parsed.success) return parsed.data
  throw invalid('The body must be {"uri": "…"}: the address of the data.', 'uri')
}
