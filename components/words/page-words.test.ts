import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
/** Texts that every page has: the root layout brings them. */
const EVERYWHERE = ['common']
const SHELL = 'app/(dashboard)/layout.tsx'

test('every page and every part that is fetched brings the texts that its components ask for', () => {
  const shell = [...EVERYWHERE, ...pageWords(SHELL)]
  const missing = new Set<string>(missingFrom(SHELL, shell))
  for (const page of globSync('app/**/page.tsx', { cwd: ROOT })) {
    const around = page.startsWith('app/(dashboard)/') ? shell : EVERYWHERE
    for (const each of missingFrom(page, [...around, ...pageWords(page)])) missing.add(each)
  }
  expect([...missing]).toEqual([])
})

/** What is asked for below a page that has the texts `brought`, and is not there. */
function missingFrom(entry: string, brought: readonly string[], seen = new Set<string>()): string[] {
  const key = `${entry} ${[...brought].sort().join()}`
  if (seen.has(key)) return []
  seen.add(key)
  return [...reachedFrom(entry)].flatMap((file) => [
    ...asked(file)
      .filter((namespace) => !brought.includes(namespace))
      .map((namespace) => `${entry}: ${file} asks for ${namespace}`),
    ...fetchedBy(file).flatMap((part) => missingFrom(part.file, [...brought, ...part.words], seen)),
  ])
}

interface FetchedPart {
  readonly file: string
  readonly words: readonly string[]
}

function fetchedBy(file: string): FetchedPart[] {
  const source = read(file)
  const worded = new Map(
    [...source.matchAll(/withWords\(\s*\[([^\]]*)\],\s*\(\) =>\s*import\(\s*'([^']+)'/g)].map(
      ([, names, target]) => [target, quoted(names ?? '')] as const,
    ),
  )
  return [...source.matchAll(/\bimport\(\s*'([^']+)'/g)].flatMap(([, target]) => {
    const path = resolved(file, target ?? '')
    return path === null ? [] : [{ file: path, words: worded.get(target) ?? [] }]
  })
}

function pageWords(file: string): string[] {
  return quoted(/<PageWords of=\{\[([^\]]*)\]\}/.exec(read(file))?.[1] ?? '')
}

const quoted = (text: string): string[] => [...text.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? '')

/** What is loaded together with a file. */
function reachedFrom(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, target] of read(file).matchAll(/^(?:import|export)\b(?! type)[^'"]*?from '([^']+)'/gm)) {
    const path = resolved(file, target ?? '')
    if (path !== null && /^(app|components)\//.test(path)) reachedFrom(path, seen)
  }
  return seen
}

function asked(file: string): string[] {
  return [...read(file).matchAll(/\buseTranslations\('(\w+)/g)].map(([, namespace]) => namespace ?? '')
}

function resolved(from: string, target: string): string | null {
  const path = target.startsWith('#')
    ? target.slice(1)
    : target.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(from), target))
      : null
  return path !== null && /\.tsx?$/.test(path) && existsSync(join(ROOT, path)) ? path : null
}

const contents = new Map<string, string>()
function read(file: string): string {
  const known = contents.get(file) ?? readFileSync(join(ROOT, file), 'utf8')
  contents.set(file, known)
  return known
}
