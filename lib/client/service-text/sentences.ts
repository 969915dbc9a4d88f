/**
 * Texts in another language, by their English. `{0}` in the English stands for anything, at least one character; holes
 * are numbered from 0 in the order of the English. In the translation `{0}` puts back what stood there, and `{t0}`
 * puts its translation: where that is not known, the sentence is not either.
 */
export type Texts = Readonly<Record<string, string>>

/** What the service says, in one language. */
export interface ServiceTexts {
  /** What it says alone, one after the other, or behind the name of a field and a colon. */
  readonly sentences: Texts
  /** What stands in the holes of sentences, and never alone. */
  readonly words: Texts
}

/** A sentence in the other language; null: it is not known. */
export type Translator = (sentence: string) => string | null

/** Longer ones come from no table of ours. */
const MOST_CHARACTERS = 4_000
/** How many known texts one sentence, with the sentences in its holes, may be compared with. */
const MOST_COMPARISONS = 20_000
const MOST_KEPT = 500

/** Translates by comparing with what is known; remembers what it was asked. */
export function createTranslator({ sentences, words }: ServiceTexts): Translator {
  const books = { sentences: openBook(sentences, bySaying), words: openBook(words, byHoles) }
  const kept = new Map<string, string | null>()
  return (sentence) => {
    const known = kept.get(sentence)
    if (known !== undefined) return known
    const found = sentence.length > MOST_CHARACTERS ? null : capitalized(search(books, sentence))
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(sentence, found)
    return found
  }
}

/** What stood in a hole may have come to stand in front. */
function capitalized(text: string | null): string | null {
  return text && /^(der|die|das) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

interface Book {
  readonly exact: ReadonlyMap<string, string>
  readonly patterns: readonly Pattern[]
}

interface Pattern {
  /** What stands before, between and behind the holes. */
  readonly literals: readonly string[]
  readonly translation: string
}

type Order = (one: Pattern, other: Pattern) => number
/** What says the most is compared first: some patterns are cases of others. */
const bySaying: Order = (one, other) => other.literals.join('').length - one.literals.join('').length
/** `{0}, or {1}` before `the role {0}`: the parts of an enumeration are words themselves. */
const byHoles: Order = (one, other) => other.literals.length - one.literals.length || bySaying(one, other)

function openBook(texts: Texts, order: Order): Book {
  const all = Object.entries(texts)
  return {
    exact: new Map(all.filter(([english]) => literalsOf(english).length === 1)),
    patterns: all
      .map(([english, translation]) => ({ literals: literalsOf(english), translation }))
      .filter(({ literals }) => literals.length > 1)
      .sort(order),
  }
}

/** The English without its holes. */
export function literalsOf(english: string): readonly string[] {
  return english.split(/\{\d\}/)
}

function search(books: { readonly sentences: Book; readonly words: Book }, sentence: string): string | null {
  let comparisons = 0
  return whole(sentence)

  function whole(text: string): string | null {
    return inBook(books.sentences, text) ?? behindField(text) ?? inParts(text)
  }

  function inBook({ exact, patterns }: Book, text: string): string | null {
    const known = exact.get(text)
    if (known !== undefined) return known
    for (const { literals, translation } of patterns) {
      comparisons += 1
      if (comparisons > MOST_COMPARISONS) return null
      const holes = holesOf(literals, text)
      const filled = holes === null ? null : fill(translation, holes)
      if (filled !== null) return filled
    }
    return null
  }

  function fill(translation: string, holes: readonly string[]): string | null {
    let isKnown = true
    const filled = translation.replace(/\{(t?)(\d)\}/g, (_all, mark: string, number: string) => {
      const hole = holes[Number(number)] ?? ''
      const text = mark === '' ? nameIn(hole) : (inBook(books.words, hole) ?? whole(hole))
      isKnown &&= text !== null
      return text ?? ''
    })
    return isKnown ? filled : null
  }

  /** A hole that holds more than names has swallowed the next sentence. */
  function nameIn(hole: string): string | null {
    return /[.!?] [A-Z]/.test(hole) ? null : hole
  }

  /** `name: must be text.` */
  function behindField(text: string): string | null {
    const [, field = '', problem = ''] = /^(The body|[\w./-]{1,80}): (.+)$/s.exec(text) ?? []
    if (field === '') return null
    const bare = problem.endsWith('.') ? inBook(books.sentences, problem.slice(0, -1)) : null
    const known = bare === null ? whole(problem) : `${bare}.`
    return known === null ? null : `${field === 'The body' ? 'JSON' : field}: ${known}`
  }

  /** One sentence, and then more. */
  function inParts(text: string): string | null {
    for (const { 0: end, index } of text.matchAll(/[.?)] /g)) {
      if (comparisons > MOST_COMPARISONS) return null
      const first = inBook(books.sentences, text.slice(0, index + 1))
      const rest = first === null ? null : whole(text.slice(index + end.length))
      if (rest !== null) return `${first} ${rest}`
    }
    return null
  }
}

/**
 * What stands in the holes; null: the text is another. Each literal is taken where it comes first, which finds a match
 * if there is one, in a time proportional to the text. A regular expression could be made to try them all.
 */
function holesOf(literals: readonly string[], text: string): readonly string[] | null {
  const first = literals[0] ?? ''
  const last = literals.at(-1) ?? ''
  if (!text.startsWith(first) || !text.endsWith(last)) return null
  const end = text.length - last.length
  const holes: string[] = []
  let from = first.length
  for (const literal of literals.slice(1, -1)) {
    const at = text.indexOf(literal, from + 1)
    if (at < 0) return null
    holes.push(text.slice(from, at))
    from = at + literal.length
  }
  return from < end ? [...holes, text.slice(from, end)] : null
}
