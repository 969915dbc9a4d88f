import type { LoadDecision } from './metadef-records.ts'
import type { NamespaceTree, Translations } from './namespace.ts'

/**
 * What loading does with a namespace that is there already: `skip` leaves it alone, `merge` adds what it lacks,
 * `prefer-new` also writes over what both have, `replace` makes it exactly what the file says.
 */
export const LOAD_MODES = ['skip', 'merge', 'prefer-new', 'replace'] as const
export type LoadMode = (typeof LOAD_MODES)[number]

/** The decision of a mode. A namespace that is not there is written in every mode. */
export function loadDecision(mode: LoadMode): LoadDecision {
  return (existing, incoming) => {
    if (existing === null) return incoming
    const result = existingWith(mode, existing, incoming)
    return result === null || hasSameContent(existing, result) ? null : result
  }
}

function existingWith(
  mode: LoadMode,
  existing: NamespaceTree,
  incoming: NamespaceTree,
): NamespaceTree | null {
  const { createdAtMs } = existing
  switch (mode) {
    case 'skip':
      return null
    case 'replace':
      return { ...incoming, createdAtMs }
    case 'merge':
      return { ...merged(incoming, existing), ...attributesOf(existing, incoming), createdAtMs }
    case 'prefer-new':
      return { ...merged(existing, incoming), ...attributesOf(incoming, existing), createdAtMs }
  }
}

/** All parts of both; where both have one, the second wins. What only one has keeps its place. */
function merged(weak: NamespaceTree, strong: NamespaceTree): NamespaceTree {
  return {
    ...strong,
    updatedAtMs: Math.max(weak.updatedAtMs, strong.updatedAtMs),
    properties: { ...weak.properties, ...strong.properties },
    objects: mergedByName(weak.objects, strong.objects),
    tags: mergedByName(weak.tags, strong.tags),
    associations: mergedByName(weak.associations, strong.associations),
    translations: mergedDeep(weak.translations, strong.translations) as Translations,
  }
}

function mergedByName<T extends { readonly name: string }>(weak: readonly T[], strong: readonly T[]): T[] {
  const byName = new Map(weak.map((item) => [item.name, item]))
  for (const item of strong) byName.set(item.name, item)
  return [...byName.values()]
}

/** Text by text: a language that both have gets what either knows of it. */
function mergedDeep(weak: unknown, strong: unknown): unknown {
  if (!isObject(weak) || !isObject(strong)) return strong ?? weak
  const names = [...new Set([...Object.keys(weak), ...Object.keys(strong)])]
  const own = (object: Readonly<Record<string, unknown>>, name: string): unknown =>
    Object.hasOwn(object, name) ? object[name] : undefined
  return Object.fromEntries(names.map((name) => [name, mergedDeep(own(weak, name), own(strong, name))]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function attributesOf(strong: NamespaceTree, weak: NamespaceTree): Partial<NamespaceTree> {
  return {
    displayName: strong.displayName ?? weak.displayName,
    description: strong.description ?? weak.description,
    owner: strong.owner ?? weak.owner,
  }
}

/** Whether they say the same; times aside. */
function hasSameContent(one: NamespaceTree, other: NamespaceTree): boolean {
  return withoutTimes(one) === withoutTimes(other)
}

const TIMES: ReadonlySet<string> = new Set(['createdAtMs', 'updatedAtMs'])

/** In one order of the namespace's own fields, which is chance; that of its parts may be meant. */
function withoutTimes(tree: NamespaceTree): string {
  const fields = Object.entries(tree)
    .filter(([name]) => !TIMES.has(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify(fields, (key, value) => (TIMES.has(key) ? undefined : value))
}
