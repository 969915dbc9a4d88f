import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What one look at the inputs gives: `stats` is cheap to take, `digest` says what the files hold. */
export interface Fingerprint {
  /** One line per file: path, size, time of change. */
  readonly stats: string
  /** sha256 over names and contents. */
  readonly digest: string
}

const IGNORED = /\.test\.tsx?$|(^|\/)\./

/** Every file under the given files and folders (relative to `root`), sorted; absent ones are left out. */
export function listFiles(root: string, inputs: readonly string[]): string[] {
  return inputs.flatMap((input) => walk(root, input)).sort()
}

function walk(root: string, path: string): string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found || IGNORED.test(path)) return []
  if (!found.isDirectory()) return [path]
  return readdirSync(join(root, path)).flatMap((name) => walk(root, `${path}/${name}`))
}

export function statsOf(root: string, files: readonly string[]): string {
  return files
    .map((file) => {
      const { size, mtimeMs } = statSync(join(root, file))
      return `${file} ${size} ${mtimeMs}`
    })
    .join('\n')
}

export function digestOf(root: string, files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) {
    const content = readFileSync(join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** `unchanged`, `touched` (other times, same contents: a fresh clone, a copy) or `changed`. */
export function compareWith(
  known: Fingerprint | undefined,
  stats: string,
  digest: () => string,
): 'unchanged' | 'touched' | 'changed' {
  if (!known) return 'changed'
  if (known.stats === stats) return 'unchanged'
  return known.digest === digest() ? 'touched' : 'changed'
}
