import type { ExpectedHash } from '#lib/domain/upload.ts'

export type ChecksumReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'hash'; readonly hash: ExpectedHash }
  | { readonly kind: 'problem'; readonly problem: ChecksumProblem }

/** Why what was pasted is no checksum of the file. */
export type ChecksumProblem =
  | { readonly code: 'checksumTooLong' | 'noChecksum' }
  | { readonly code: 'checksumNotListed'; readonly lines: number; readonly name: string }
  | { readonly code: 'checksumLength'; readonly digits: number }

const ALGO_BY_LENGTH: Readonly<Record<number, ExpectedHash['algo']>> = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
  128: 'sha512',
}

/** More is not a checksum file; reading stops there. */
const MOST_TEXT = 1_000_000

/**
 * Reads what a person pasted: one checksum, a line of `sha256sum` or `shasum` output (`hash  name`, `hash *name`), a
 * BSD line (`SHA256 (name) = hash`), or a whole SHA256SUMS file, whose entry for `fileName` counts.
 */
export function readChecksum(text: string, fileName: string): ChecksumReading {
  if (text.length > MOST_TEXT) return problem({ code: 'checksumTooLong' })
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !isPadding(line))
  if (lines.length === 0) return { kind: 'none' }
  const entries = lines.map(readLine).filter((entry) => entry !== null)
  if (entries.length === 0) return problem(explain(lines[0] ?? ''))
  return pick(entries, fileName)
}

interface Entry {
  readonly hash: ExpectedHash
  readonly name: string | null
}

/** Comments, and the frame of a signed file. */
function isPadding(line: string): boolean {
  return line.startsWith('#') || line.startsWith('-----') || /^Hash: /i.test(line)
}

function readLine(line: string): Entry | null {
  const bsd = /^(?:MD5|SHA-?(?:1|256|512)) \((.+)\) = ([0-9a-f]+)$/i.exec(line)
  if (bsd !== null) return entry(bsd[2], bsd[1])
  const prefixed = /^(?:md5|sha(?:1|256|512)):([0-9a-f]+)$/i.exec(line)
  if (prefixed !== null) return entry(prefixed[1], undefined)
  const plain = /^\\?([0-9a-f]+)(?:\s+[*]?(.+))?$/i.exec(line)
  return plain === null ? null : entry(plain[1], plain[2])
}

function entry(value: string | undefined, name: string | undefined): Entry | null {
  const algo = value === undefined ? undefined : ALGO_BY_LENGTH[value.length]
  if (value === undefined || algo === undefined) return null
  return { hash: { algo, value: value.toLowerCase() }, name: name?.split('/').at(-1) ?? null }
}

function pick(entries: readonly Entry[], fileName: string): ChecksumReading {
  const named = entries.find((each) => each.name === fileName)
  if (named !== undefined) return { kind: 'hash', hash: named.hash }
  const [only] = entries
  if (entries.length === 1 && only !== undefined) {
    // A renamed file is common; a wrong checksum only makes the upload fail, it cannot make it wrong.
    return { kind: 'hash', hash: only.hash }
  }
  return problem({ code: 'checksumNotListed', lines: entries.length, name: fileName })
}

function explain(line: string): ChecksumProblem {
  return /^[0-9a-f]+$/i.test(line) ? { code: 'checksumLength', digits: line.length } : { code: 'noChecksum' }
}

function problem(found: ChecksumProblem): ChecksumReading {
  return { kind: 'problem', problem: found }
}
