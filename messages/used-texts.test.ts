import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const ALL = everyText()

/**
 * Who asks for a text: `t('key')`, `t.rich(…)`, `t(isOpen ? 'one' : 'other')`, `t(`status.${status}`)`, or `t(word)` with
 * words that stand elsewhere in the same file; `t` being `useTranslations('namespace')` or a `Translate<'namespace'>`.
 */
test('every text is used, and every use is understood', () => {
  const used = new Set<string>()
  const strange: string[] = []
  for (const file of globSync('{app,components,lib}/**/*.{ts,tsx}', { cwd: ROOT })) {
    if (/\.test\.tsx?$/.test(file)) continue
    const source = readFileSync(join(ROOT, file), 'utf8')
    for (const [, title] of source.matchAll(/ = titled\('(\w+)'\)/g)) used.add(`titles.${title}`)
    for (const use of usesIn(source)) {
      const keys = keysOf(use, source)
      if (keys.length === 0) strange.push(`${file}: ${use.argument}`)
      for (const key of keys) used.add(key)
    }
  }
  expect(strange).toEqual([])
  expect(ALL.filter((key) => !used.has(key))).toEqual([])
})

interface Use {
  /** The nearest first: several components of a file may call theirs alike. */
  readonly namespaces: readonly string[]
  /** What is asked for, as it stands there. */
  readonly argument: string
}

const BINDING =
  /\bconst (\w+) = (?:useTranslations|await getTranslations)\(\s*'([\w.]+)'|\b(\w+)\??: (?:Translate|ReturnType<typeof useTranslations)<'([\w.]+)'>/g
const DIRECT = /\buseTranslations\('([\w.]+)'\)\(/g

function usesIn(source: string): Use[] {
  const bindings = [...source.matchAll(BINDING)].map((found) => ({
    at: found.index,
    name: found[1] ?? found[3] ?? '',
    namespace: found[2] ?? found[4] ?? '',
  }))
  const names = new Set(bindings.map(({ name }) => name))
  return [
    ...[...source.matchAll(DIRECT)].map((call) => ({
      namespaces: [call[1] ?? ''],
      argument: firstArgument(source, call.index + call[0].length),
    })),
    ...[...names].flatMap((name) =>
      [...source.matchAll(callsOf(name))].map((call) => ({
        namespaces: nearestFirst(
          bindings.filter((binding) => binding.name === name),
          call.index,
        ),
        argument: firstArgument(source, call.index + call[0].length),
      })),
    ),
  ]
}

function callsOf(name: string): RegExp {
  return new RegExp(String.raw`(?<![\w.])${name}(?:\.(?:rich|markup|raw|has))?\(`, 'g')
}

/** The last one before the call, and so on upwards; then what follows. */
function nearestFirst(
  bindings: readonly { readonly at: number; readonly namespace: string }[],
  call: number,
) {
  const before = bindings.filter(({ at }) => at < call).reverse()
  return [...before, ...bindings.filter(({ at }) => at > call)].map(({ namespace }) => namespace)
}

/** From behind the bracket to the comma or the bracket that ends it. */
function firstArgument(source: string, start: number): string {
  let depth = 0
  for (let at = start; at < source.length; at += 1) {
    const character = source[at] ?? ''
    if (')]}'.includes(character) || (character === ',' && depth === 0)) {
      if (depth === 0) return source.slice(start, at).trim()
      depth -= 1
    } else if ('([{'.includes(character)) depth += 1
  }
  return source.slice(start)
}

/** The texts that it can mean, in the nearest of the namespaces that has any. */
function keysOf({ namespaces, argument }: Use, source: string): string[] {
  const patterns = [...quotedIn(argument), ...templatesIn(argument)]
  const asked = patterns.length > 0 ? patterns : quotedIn(source)
  for (const namespace of namespaces) {
    const keys = asked.flatMap((pattern) => matching(namespace, pattern))
    if (keys.length > 0) return keys
  }
  return []
}

function quotedIn(code: string): RegExp[] {
  return [...code.matchAll(/'([\w.]+)'/g)].map(([, text = '']) => patternOf([text]))
}

/** What a template puts in may be anything. */
function templatesIn(code: string): RegExp[] {
  return [...code.matchAll(/`((?:[\w.]|\$\{[^{}]*\})+)`/g)].map(([, template = '']) =>
    patternOf(template.split(/\$\{[^{}]*\}/)),
  )
}

function patternOf(parts: readonly string[]): RegExp {
  return new RegExp(`^${parts.map((part) => part.replaceAll('.', String.raw`\.`)).join('.*')}$`)
}

function matching(namespace: string, pattern: RegExp): string[] {
  const start = `${namespace}.`
  return ALL.filter((key) => key.startsWith(start) && pattern.test(key.slice(start.length)))
}

type Tree = { readonly [key: string]: string | Tree }

function everyText(): string[] {
  return globSync('*.json', { cwd: join(import.meta.dirname, 'en') }).flatMap((file) =>
    leaves(
      JSON.parse(readFileSync(join(import.meta.dirname, 'en', file), 'utf8')),
      file.replace('.json', ''),
    ),
  )
}

function leaves(tree: Tree, path: string): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}.${key}`] : leaves(value, `${path}.${key}`),
  )
}
