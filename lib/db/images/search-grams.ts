import type { Image } from '#lib/domain/image.ts'

/** What an image is found by. `own`: its name and tags; `id`: its id; `property`: one property, name and value. */
export const SEARCH_KINDS = { own: 0, id: 1, property: 2 } as const

export interface SearchText {
  readonly kind: number
  /** The property's name; '' for the other kinds. */
  readonly property: string
  /** In lower case. */
  readonly folded: string
}

/** Shorter parts of an id would be met by chance: any three letters a to f stand in one of a hundred. */
export const LEAST_ID_PART = 6

/** Between name and tags, so that no text is found across them. */
const BORDER = '\u001f'

/**
 * So many characters of a property can be searched. A value may have 65,535, and an image 128 of them: their parts would
 * hold up everybody's requests for seconds.
 */
const MOST_SEARCHED = 500

/** Not the service's own notes, which come and go with tasks. */
const OWN_NOTES = /^os_glance_/

/** How texts are compared when case does not matter. Databases disagree about letters beyond ASCII, so we do it. */
export function foldText(text: string): string {
  return text.toLowerCase()
}

/** All that one image is found by. A changed answer needs a migration that fills the table anew. */
export function searchTexts(
  image: Pick<Image, 'id' | 'name' | 'tags' | 'properties'>,
): readonly SearchText[] {
  const own = [image.name ?? '', ...image.tags].join(BORDER)
  return [
    { kind: SEARCH_KINDS.own, property: '', folded: foldText(own) },
    { kind: SEARCH_KINDS.id, property: '', folded: foldText(image.id) },
    ...propertyTexts(image.properties),
  ]
}

export function propertyTexts(properties: Image['properties']): readonly SearchText[] {
  return Object.entries(properties)
    .filter(([name]) => !OWN_NOTES.test(name))
    .map(([name, value]) => ({
      kind: SEARCH_KINDS.property,
      property: name,
      folded: foldText(`${name}=${value.slice(0, MOST_SEARCHED)}`),
    }))
}

const LONGEST_GRAM = 3

/** Every part of one, two or three characters, each once: what the index of a text consists of. */
export function gramsOf(folded: string): readonly string[] {
  const characters = Array.from(folded)
  const grams = new Set<string>()
  for (let length = 1; length <= LONGEST_GRAM; length++) addGrams(grams, characters, length)
  return [...grams]
}

/** More would not narrow the search: what is found is compared with the whole text anyway. */
const MOST_GRAMS_ASKED = 64

/** The parts that every text which contains this one has. The text must not be empty. */
export function gramsToFind(folded: string): readonly string[] {
  const characters = Array.from(folded)
  const grams = new Set<string>()
  addGrams(grams, characters, Math.min(characters.length, LONGEST_GRAM))
  return [...grams].slice(0, MOST_GRAMS_ASKED)
}

function addGrams(grams: Set<string>, characters: readonly string[], length: number): void {
  for (let start = 0; start + length <= characters.length; start++)
    grams.add(characters.slice(start, start + length).join(''))
}
