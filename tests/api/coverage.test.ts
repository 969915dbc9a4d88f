import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { offeredOperations } from '#lib/api/openapi/document.ts'
import { openApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'

const open = openingSqlite()

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const COVERAGE = readFileSync(`${ROOT}tests/interop/COVERAGE.md`, 'utf8')

interface Citation {
  readonly file: string
  /** Ends in … where it is a beginning. */
  readonly name: string
}

/** `file` › `name`, and further › `name` of the same file. */
function citations(): readonly Citation[] {
  const found: Citation[] = []
  let file = ''
  for (const [, cited, name] of COVERAGE.matchAll(/`((?:tests|lib)\/[\w./-]+\.test\.ts)`|› `([^`]+)`/g)) {
    if (cited !== undefined) file = cited
    else if (name !== undefined) found.push({ file, name })
  }
  return found
}

const readOnce = new Map<string, string>()

function isThere({ file, name }: Citation): boolean {
  if (!existsSync(ROOT + file)) return false
  const text = readOnce.get(file) ?? readFileSync(ROOT + file, 'utf8')
  readOnce.set(file, text)
  const isOpen = name.endsWith('…')
  const words = isOpen ? name.slice(0, -1) : name
  const quotes = [`'`, '"', '`']
  return quotes.some((quote) => text.includes(`${quote}${words}${isOpen ? '' : quote}`))
}

it('every test that COVERAGE.md names exists', () => {
  const all = citations()
  expect(all.length).toBeGreaterThan(100)
  expect(all.filter((citation) => !isThere(citation))).toEqual([])
})

it('every route of the Image API is named in COVERAGE.md', async () => {
  const api = await openApi(open)
  const offered = offeredOperations(api.app.routes)
  await api.close()
  const ofGlance = offered.filter(
    ({ path }) =>
      /^\/v2\/(images|metadefs|schemas|cache|info|tasks|stores)/.test(path) && !path.includes('vitrine'),
  )
  const routes = ofGlance.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(
    routes.filter((route) => !route.includes('/actions/cancel') && !route.includes('/actions/retry')),
  ).toHaveLength(81)
  expect(routes.filter((route) => !COVERAGE.includes(`\`${route}\``))).toEqual([])
})
