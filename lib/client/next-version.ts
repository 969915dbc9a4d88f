/** Digits in them count nothing. */
const ARCHITECTURES = /x86[-_]64|x64|amd64|arm64|aarch64|i[3-6]86|ppc64(?:le|el)?|s390x|riscv64/gi
const DATE = /(?<!\d)(20\d\d)([-._]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)/
const BUILD = /^([-._])\d{1,4}$/

/**
 * What the next version is likely to be called: a date becomes today's, in UTC; else the last number counts on. Never
 * one of those that are taken. Empty where the version before has no name.
 */
export function nextVersion(before: string | null, taken: readonly string[], nowMs: number): string {
  const text = before?.trim() ?? ''
  if (text === '') return ''
  const isFree = (version: string): boolean => !taken.includes(version)
  return todaysVersion(text, isFree, nowMs) ?? countedVersion(text, isFree)
}

function todaysVersion(text: string, isFree: (version: string) => boolean, nowMs: number): string | null {
  const found = DATE.exec(text)
  if (found === null) return null
  const [date, year, separator = '', month, day] = found
  const today = new Date(nowMs).toISOString().slice(0, 10)
  if (`${year}-${month}-${day}` > today) return null
  const head = text.slice(0, found.index) + today.replaceAll('-', separator)
  const tail = text.slice(found.index + date.length)
  const build = BUILD.exec(tail)
  const rest = build === null ? tail : ''
  if (isFree(head + rest)) return head + rest
  return firstFree((count) => `${head}${build?.[1] ?? '.'}${count}${rest}`, 1, isFree)
}

function countedVersion(text: string, isFree: (version: string) => boolean): string {
  const plain = text.replaceAll(ARCHITECTURES, (name) => '_'.repeat(name.length))
  const number = [...plain.matchAll(/\d+/g)].at(-1)
  if (number === undefined) return firstFree((count) => `${text}-${count}`, 2, isFree)
  const [digits] = number
  const [head, tail] = [text.slice(0, number.index), text.slice(number.index + digits.length)]
  return firstFree(
    (count) => `${head}${String(BigInt(digits) + BigInt(count)).padStart(digits.length, '0')}${tail}`,
    1,
    isFree,
  )
}

/** Ends: only so many are taken. */
function firstFree(
  versionOf: (count: number) => string,
  from: number,
  isFree: (version: string) => boolean,
): string {
  let count = from
  while (!isFree(versionOf(count))) count += 1
  return versionOf(count)
}

/** The name with the next version in it, where it had the version before in it; else the same name. */
export function nameOfVersion(name: string, before: string | null, next: string): string {
  const old = before?.trim() ?? ''
  if (old === '' || next === '') return name
  // Not a part of another number: 1 is not in 13, nor in 1.5.
  const escaped = old.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const place = [...name.matchAll(new RegExp(`(?<![\\d]|\\d\\.)${escaped}(?!\\d|\\.\\d)`, 'g'))].at(-1)
  return place === undefined ? name : name.slice(0, place.index) + next + name.slice(place.index + old.length)
}
