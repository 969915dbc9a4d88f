import type {
  NamespaceTexts,
  NamespaceTree,
  PropertyDefinitions,
  PropertyTexts,
  Translations,
} from './namespace.ts'

/** What the namespace itself is written in, unless it names this language among its translations. */
const USUAL_LANGUAGE = 'en'

/**
 * The namespace with its texts in the language that is wanted most of those that it has; a text that has no translation
 * stays as it is. Names, values and rules are never translated.
 * @param wanted Language tags, the most wanted first, as a browser has them
 */
export function inLanguage(tree: NamespaceTree, wanted: readonly string[]): NamespaceTree {
  const chain = chainOf(tree.translations, wanted)
  return chain.reduceRight((shown, texts) => withTexts(shown, texts), tree)
}

/** `de-AT` is served by `de-AT` before `de`; both count when both are there. */
function chainOf(translations: Translations, wanted: readonly string[]): readonly NamespaceTexts[] {
  const byTag = new Map(Object.entries(translations).map(([tag, texts]) => [tag.toLowerCase(), texts]))
  for (const tag of wanted) {
    const tags = widerTags(tag.toLowerCase())
    const chain = tags.flatMap((each) => byTag.get(each) ?? [])
    if (chain.length > 0 || tags.includes(USUAL_LANGUAGE)) return chain
  }
  return []
}

/** `zh-hant-tw`, `zh-hant`, `zh`. */
function widerTags(tag: string): readonly string[] {
  const parts = tag.split('-')
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'))
}

function withTexts(tree: NamespaceTree, texts: NamespaceTexts): NamespaceTree {
  return {
    ...tree,
    displayName: texts.displayName ?? tree.displayName,
    description: texts.description ?? tree.description,
    properties: translated(tree.properties, texts.properties),
    objects: tree.objects.map((object) => {
      const own = textsOf(texts.objects, object.name)
      return {
        ...object,
        description: own.description ?? object.description,
        properties: translated(object.properties, own.properties),
      }
    }),
  }
}

function translated(
  definitions: PropertyDefinitions,
  texts: NamespaceTexts['properties'],
): PropertyDefinitions {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      { ...definition, ...textsOf(texts, name) },
    ]),
  )
}

/** `constructor` and its like are names, too. */
function textsOf<Texts extends object>(
  all: Readonly<Record<string, Texts>> | undefined,
  name: string,
): Partial<Texts> {
  return all !== undefined && Object.hasOwn(all, name) ? (all[name] ?? {}) : {}
}

/** The namespace without translations of what it does not define (any longer). */
export function withoutStrayTexts(tree: NamespaceTree): NamespaceTree {
  const kept = Object.entries(tree.translations).map(([tag, texts]) => [tag, keptTexts(tree, texts)] as const)
  return { ...tree, translations: Object.fromEntries(kept) }
}

function keptTexts(tree: NamespaceTree, { properties, objects, ...own }: NamespaceTexts): NamespaceTexts {
  const kept = tree.objects.map(({ name, properties: defined }) => {
    const { properties: texts, ...about } = textsOf(objects, name)
    return [name, { ...about, ...present('properties', textsFor(defined, texts)) }] as const
  })
  return {
    ...own,
    ...present('properties', textsFor(tree.properties, properties)),
    ...present('objects', Object.fromEntries(kept.filter(isFilled))),
  }
}

function textsFor(
  definitions: PropertyDefinitions,
  texts: NamespaceTexts['properties'],
): Readonly<Record<string, PropertyTexts>> {
  const all = Object.keys(definitions).map((name) => [name, textsOf(texts, name)] as const)
  return Object.fromEntries(all.filter(isFilled))
}

function isFilled([, texts]: readonly [string, object]): boolean {
  return Object.keys(texts).length > 0
}

function present<Name extends string, T extends object>(
  name: Name,
  value: T,
): { readonly [Key in Name]?: T } {
  return Object.keys(value).length === 0 ? {} : ({ [name]: value } as { readonly [Key in Name]: T })
}

/** A property got another name: what it is called in other languages goes with it. */
export function withRenamedTexts(tree: NamespaceTree, name: string, next: string): NamespaceTree {
  if (name === next) return tree
  const renamed = Object.entries(tree.translations).map(([tag, texts]) => {
    const own = textsOf(texts.properties, name)
    return [
      tag,
      isFilled([name, own]) ? { ...texts, properties: { ...texts.properties, [next]: own } } : texts,
    ] as const
  })
  return { ...tree, translations: Object.fromEntries(renamed) }
}
