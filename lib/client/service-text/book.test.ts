import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import german from './de.json' with { type: 'json' }
import { literalsOf } from './sentences.ts'

const LIB = join(import.meta.dirname, '../..')
const COMPONENTS = join(import.meta.dirname, '../../../components')
/** Where every sentence has its German: what the dashboard’s people read most. */
const WHOLE = [
  ...['domain/capabilities.ts', 'domain/rights.ts', 'domain/deactivation.ts', 'domain/refusals.ts'],
  ...['layers/auth.ts', 'layers/quota.ts', 'layers/property-protection.ts', 'tasks/task-desk.ts'],
  ...[
    'import/start-import.ts',
    'import/repeat-import.ts',
    'upkeep/store-desk.ts',
    'upkeep/moves/drain-handler.ts',
  ],
  ...[
    'upkeep/moves/move-image.ts',
    'identity/lockout.ts',
    'identity/embedded.ts',
    'identity/directory/users.ts',
  ],
  ...[
    'identity/directory/projects.ts',
    'identity/directory/domains.ts',
    'net/url-rules.ts',
    'net/safe-fetch.ts',
  ],
  ...[
    'client/tasks/task-can.ts',
    'client/session.ts',
    'client/metadefs/key-problem.ts',
    'client/identity.ts',
  ],
]

const SENTENCES = Object.keys(german.sentences)
const WORDS = Object.keys(german.words)

test('the service still says what is translated', () => {
  const sources = [LIB, COMPONENTS].flatMap(sourcesIn)
  const patterns = sources.flatMap(templatesIn).map(patternOf)
  expect(SENTENCES.filter((english) => !patterns.some((pattern) => pattern.test(sampleOf(english))))).toEqual(
    [],
  )
  const all = sources.join('\n')
  const parts = (english: string) => literalsOf(english).map((literal) => literal.replace(/^1 /, '').trim())
  expect(WORDS.filter((english) => parts(english).some((part) => !all.includes(part)))).toEqual([])
})

test('what people read most is translated', () => {
  const said = WHOLE.flatMap((file) => templatesIn(readFileSync(join(LIB, file), 'utf8')))
  const unknown = said
    .filter((text) => /^[A-Z].* .*\.$/s.test(text))
    .filter((text) => !SENTENCES.some((english) => patternOf(text).test(sampleOf(english))))
  expect(unknown.map((text) => text.replace(HOLE, '…'))).toEqual([])
})

/** The sentence with something in its holes. */
function sampleOf(english: string): string {
  return literalsOf(english).join('7')
}

test('a translation uses the holes of its sentence, and no others', () => {
  const wrong = Object.entries({ ...german.sentences, ...german.words }).filter(([english, text]) => {
    const count = literalsOf(english).length - 1
    return [...text.matchAll(/\{t?(\d)\}/g)].some(([, number]) => Number(number) >= count)
  })
  expect(wrong).toEqual([])
})

/** Stands for what a template puts in. */
const MARK = '\u0000'
const HOLE = new RegExp(MARK, 'g')

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name) && !file.name.includes('.test.'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
}

/** The texts of a source, those that are put together with + as one. */
function templatesIn(source: string): string[] {
  const texts: string[] = []
  let at = 0
  let isJoined = false
  while (at < source.length) {
    const comment = endOfComment(source, at)
    if (comment !== null) at = comment
    else if (source[at] === "'" || source[at] === '`') {
      const { text, end } = textAt(source, at)
      texts.push(isJoined ? (texts.pop() ?? '') + text : text)
      const joint = /^\s*\+\s*(?=['`])/.exec(source.slice(end, end + 80))
      isJoined = joint !== null
      at = end + (joint?.[0].length ?? 0)
    } else at += 1
  }
  return texts
}

function endOfComment(source: string, at: number): number | null {
  if (source.startsWith('//', at) && source[at - 1] !== ':') return endOr(source.indexOf('\n', at), source)
  return source.startsWith('/*', at) ? endOr(source.indexOf('*/', at), source) + 2 : null
}

function endOr(index: number, source: string): number {
  return index < 0 ? source.length : index
}

function textAt(source: string, begin: number): { readonly text: string; readonly end: number } {
  const quote = source[begin]
  let text = ''
  let at = begin + 1
  while (at < source.length && source[at] !== quote && (quote === '`' || source[at] !== '\n')) {
    if (source[at] === '\\') {
      text += source[at + 1] === 'n' ? '\n' : source[at + 1]
      at += 2
    } else if (quote === '`' && source.startsWith('${', at)) {
      text += MARK
      at = endOfHole(source, at + 2)
    } else {
      text += source[at]
      at += 1
    }
  }
  return { text, end: at + 1 }
}

function endOfHole(source: string, begin: number): number {
  let depth = 1
  let at = begin
  while (at < source.length && depth > 0) {
    if (source[at] === '`') at = textAt(source, at).end
    else {
      if (source[at] === '{') depth += 1
      if (source[at] === '}') depth -= 1
      at += 1
    }
  }
  return at
}

function patternOf(text: string): RegExp {
  const parts = text.split(MARK).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  // A text of holes alone says everything and so nothing.
  return text.replace(HOLE, '').trim().length < 3 ? /^(?!)/ : new RegExp(`^${parts.join('[^]*')}$`)
}
