import type { ExpectedHash } from '#lib/domain/upload.ts'
import type { SafeFetch } from '#lib/net/safe-fetch.ts'
import { readSmall } from '#lib/net/small-body.ts'

export interface FoundChecksum extends ExpectedHash {
  /** The name of the file that says so. */
  readonly foundIn: string
}

const MOST_BYTES = 512 * 1024
/** Strongest first; `*` stands for the file's own name. */
const NAMES = [
  'SHA512SUMS',
  '*.sha512',
  '*.SHA512SUM',
  'SHA256SUMS',
  'CHECKSUM',
  'sha256sum.txt',
  '*.sha256',
  '*.SHA256SUM',
]
const ALGO_BY_DIGITS: Readonly<Record<number, ExpectedHash['algo']>> = { 64: 'sha256', 128: 'sha512' }

/**
 * Looks beside a file for one that tells its hash, as mirrors keep them. Asks for all candidates at once; what fails
 * counts as absent.
 */
export async function findChecksum(
  fetch: SafeFetch,
  fileUrl: URL,
  signal: AbortSignal,
): Promise<FoundChecksum | null> {
  const own = fileUrl.pathname.split('/').pop() ?? ''
  if (own === '') return null
  const found = await Promise.all(
    NAMES.map(async (pattern) => {
      const name = pattern.replace('*', own)
      const text = await smallText(fetch, new URL(name, fileUrl), signal).catch(() => '')
      const hash = hashFrom(text, own)
      return hash === null ? null : { ...hash, foundIn: decode(name) }
    }),
  )
  return found.find((each) => each !== null) ?? null
}

async function smallText(fetch: SafeFetch, url: URL, signal: AbortSignal): Promise<string> {
  const response = await fetch({ url: url.href, maxBytes: MOST_BYTES }, signal)
  if (response.status === 200) return Buffer.from(await readSmall(response)).toString('utf8')
  await response.stream.cancel()
  return ''
}

/** `hash  name`, `hash *name`, `SHA256 (name) = hash`, or the hash alone in a file of the file's own name. */
export function hashFrom(text: string, fileName: string): ExpectedHash | null {
  const names = new Set([fileName, decode(fileName)])
  const lines = text.split('\n').map((line) => line.trim())
  for (const line of lines) {
    const [, plain, after] = /^([0-9a-f]{64,128})\s+\*?(?:\.\/)?(.+)$/i.exec(line) ?? []
    const [, before, tagged] = /^SHA(?:256|512) \((.+)\) = ([0-9a-f]{64,128})$/i.exec(line) ?? []
    if (names.has(after ?? before ?? '')) return toHash(plain ?? tagged ?? '')
  }
  return lines.length <= 2 ? toHash(lines[0] ?? '') : null
}

function toHash(hex: string): ExpectedHash | null {
  const algo = /^[0-9a-f]+$/i.test(hex) ? ALGO_BY_DIGITS[hex.length] : undefined
  return algo === undefined ? null : { algo, value: hex.toLowerCase() }
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
