import { parseExpectedHash } from '#lib/contract/expected-hash.ts'
import { invalid } from '#lib/domain/errors.ts'
import { openRemoteFile, type RemoteRequest } from '#lib/net/remote-file.ts'
import type { SafeFetch } from '#lib/net/safe-fetch.ts'
import { checkUrl, type UrlRules } from '#lib/net/url-rules.ts'
import type { ImportSource } from '#lib/tasks/import-ports.ts'

export interface WebDownloadOptions {
  readonly fetch: SafeFetch
  readonly rules: UrlRules
  readonly maxBytes: number
  readonly pauseMs?: RemoteRequest['pauseMs']
}

/** Ours, beside `uri`: the hash that the data must turn out to have, as `sha256:<hex>`. */
const EXPECTED_HASH = 'vitrine_expected_hash'

/** `web-download`: the server fetches the data from an address. A broken transfer is gone on with. */
export function createWebDownload({ fetch, rules, maxBytes, pauseMs }: WebDownloadOptions): ImportSource {
  return {
    method: 'web-download',
    async check({ uri, [EXPECTED_HASH]: hash }) {
      if (typeof uri !== 'string' || uri === '') {
        throw invalid('Method web-download needs the address of the data in "uri".', 'uri')
      }
      const input = { uri: checkUrl(uri, rules).href }
      if (hash === undefined) return input
      const { algo, value } = parseExpectedHash(String(hash), EXPECTED_HASH)
      return { ...input, expected_hash: `${algo}:${value}` }
    },
    async open({ uri = '', expected_hash: hash }, { signal }) {
      const request = { url: uri, maxBytes, ...(pauseMs === undefined ? {} : { pauseMs }) }
      const { pieces, lengthBytes, headers, finalUrl } = await openRemoteFile(fetch, request, signal)
      const mediaType = headers.get('content-type')
      return {
        stream: pieces,
        sizeBytes: lengthBytes,
        fileName: fileNameOf(finalUrl),
        ...(mediaType === null ? {} : { mediaType }),
        ...(hash === undefined ? {} : { expectedHash: parseExpectedHash(hash) }),
      }
    },
  }
}

function fileNameOf({ pathname }: URL): string {
  const last = pathname.split('/').pop() ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
