import { readdirSync, readFileSync } from 'node:fs'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '#lib/client/language.ts'

const NAMESPACES = namesIn('en')
const OTHERS = Object.keys(LANGUAGES).filter((language) => language !== 'en')
const EACH = OTHERS.flatMap((language) => NAMESPACES.map((file) => [language, file] as const))

describe('the texts', () => {
  test.each(EACH)('%s has all of %s, with the same arguments and marks', (language, file) => {
    expect(shapeOf(language, file)).toEqual(shapeOf('en', file))
  })

  test.each(EACH)('%s leaves no sentence of %s in English', (language, file) => {
    const english = textsOf('en', file)
    const same = [...textsOf(language, file)].filter(
      ([key, text]) => isSentence(text) && english.get(key) === text,
    )
    expect(same).toEqual([])
  })

  test('no language has a file that English lacks', () => {
    for (const language of OTHERS) {
      expect(namesIn(language)).toEqual(namesIn('en'))
    }
  })
})

function namesIn(language: string): string[] {
  return readdirSync(new URL(`${language}/`, import.meta.url))
    .filter((name) => name.endsWith('.json'))
    .sort()
}

type Tree = { readonly [key: string]: string | Tree }

function textsOf(language: string, file: string): Map<string, string> {
  const tree: Tree = JSON.parse(readFileSync(new URL(`${language}/${file}`, import.meta.url), 'utf8'))
  return new Map(leaves(tree))
}

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  )
}

/** By key: the names of arguments (`{count, plural, …}`) and of marks (`<b>…</b>`). */
function shapeOf(language: string, file: string): Record<string, string[]> {
  return Object.fromEntries(
    [...textsOf(language, file)].map(([key, text]) => [
      key,
      [...new Set(parse(text).flatMap(namesOf))].sort(),
    ]),
  )
}

function namesOf(element: MessageFormatElement): string[] {
  switch (element.type) {
    case TYPE.literal:
    case TYPE.pound:
      return []
    case TYPE.tag:
      return [`<${element.value}>`, ...element.children.flatMap(namesOf)]
    case TYPE.select:
    case TYPE.plural:
      return [element.value, ...Object.values(element.options).flatMap(({ value }) => value.flatMap(namesOf))]
    default:
      return [element.value]
  }
}

/** Names, units and commands are the same in every language; four words in a row are not. */
function isSentence(text: string): boolean {
  return /^(?!.*(--|\$|https?:)).*\p{L}+(?: \p{L}+){3}/u.test(text)
}
