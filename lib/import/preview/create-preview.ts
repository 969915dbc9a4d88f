import type { ImportPreviewWire } from '#lib/contract/import-preview.ts'
import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import { guessFormats } from '#lib/formats/guess.ts'
import type { SafeFetch } from '#lib/net/safe-fetch.ts'
import { checkUrl, type UrlRules } from '#lib/net/url-rules.ts'
import { findChecksum } from './checksum-file.ts'
import { lookAtRemote } from './remote-look.ts'

/** Says what an import from an address would bring. @throws `invalid` refused address, `unavailable` too many at once */
export type ImportPreview = (uri: string, signal: AbortSignal) => Promise<ImportPreviewWire>

/** Each makes a dozen requests at most; more at once would make us a tool against others. */
const MOST_AT_ONCE = 8
const LONGEST_MS = 30_000

const NOTHING = {
  ...{ final_host: null, file_name: null, media_type: null, size: null, resumable: false },
  ...{ detected_format: null, virtual_size: null, findings: [], disk_format: null },
  ...{ container_format: null, name: null, checksum: null },
} as const

export function createImportPreview(fetch: SafeFetch, rules: UrlRules): ImportPreview {
  let running = 0
  return async (uri, outer) => {
    const url = checkUrl(uri, rules)
    if (running >= MOST_AT_ONCE) {
      const message = 'Too many addresses are being looked at; try again in a moment.'
      throw new DomainError('unavailable', message, { retryAfterSeconds: 5 })
    }
    running += 1
    try {
      return await preview(fetch, url, AbortSignal.any([outer, AbortSignal.timeout(LONGEST_MS)]))
    } catch (error) {
      outer.throwIfAborted()
      // Where the address leads to is refused: the same sentence as for the address itself.
      if (isDomainError(error, 'invalid')) throw error
      const problem = isDomainError(error) ? error.message : 'The server did not answer in time.'
      return { reachable: false, problem, ...NOTHING }
    } finally {
      running -= 1
    }
  }
}

async function preview(fetch: SafeFetch, url: URL, signal: AbortSignal): Promise<ImportPreviewWire> {
  const [look, checksum] = await Promise.all([
    lookAtRemote(fetch, url.href, signal),
    findChecksum(fetch, url, signal),
  ])
  const { inspection, finalUrl } = look
  const fileName = decodeName(url)
  const guess = guessFormats(inspection, fileName)
  return {
    ...{ reachable: true, problem: null, final_host: finalUrl.host, file_name: fileName || null },
    ...{ media_type: look.mediaType, size: look.sizeBytes, resumable: look.isResumable },
    ...{ detected_format: inspection.format, virtual_size: inspection.virtualSizeBytes },
    findings: inspection.findings.map(({ code, severity, message }) => ({ code, severity, message })),
    ...{ disk_format: guess.diskFormat, container_format: guess.containerFormat, name: guess.name || null },
    checksum:
      checksum === null ? null : { algo: checksum.algo, value: checksum.value, found_in: checksum.foundIn },
  }
}

function decodeName({ pathname }: URL): string {
  const last = pathname.split('/').pop() ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
