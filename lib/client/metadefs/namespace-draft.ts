import { parseNamespaceFile } from '#lib/contract/metadefs/bodies.ts'
import { patternTrouble, problemsWith, valueSchema } from '#lib/contract/metadefs/value-schema.ts'
import type { NamespaceTree, PropertyDefinition } from '#lib/domain/metadefs/namespace.ts'
import { defaultText } from '#lib/domain/metadefs/value-text.ts'
import type { NamespaceDraft, ObjectDraft, PartTexts, PropertyDraft } from './draft.ts'
import { partTexts, translationsOf } from './translation-draft.ts'

/** The namespace in the form of a file, in which Glance keeps it. */
export type NamespaceFile = Readonly<Record<string, unknown>>

export type DraftReading =
  | { readonly isValid: true; readonly tree: NamespaceTree }
  | { readonly isValid: false; readonly message: string }

export const EMPTY_DRAFT: NamespaceDraft = {
  ...{ name: '', displayName: '', description: '', visibility: 'public', isProtected: false },
  associations: [{ id: 'image', name: 'OS::Glance::Image', prefix: '', target: '' }],
  ...{ properties: [], objects: [], tags: [], languages: [], texts: {} },
}

export function newProperty(): PropertyDraft {
  return { id: crypto.randomUUID(), name: '', definition: { title: '', type: 'string' }, texts: {} }
}

export function newObject(): ObjectDraft {
  return { id: crypto.randomUUID(), name: '', description: '', required: [], properties: [], texts: {} }
}

export function draftOfTree(tree: NamespaceTree): NamespaceDraft {
  const { translations } = tree
  return {
    name: tree.name,
    displayName: tree.displayName ?? '',
    description: tree.description ?? '',
    visibility: tree.visibility,
    isProtected: tree.isProtected,
    associations: tree.associations.map(({ name, prefix, propertiesTarget }) => ({
      ...{ id: name, name, prefix: prefix ?? '', target: propertiesTarget ?? '' },
    })),
    properties: draftsOf(tree.properties, (name) =>
      partTexts(translations, (all) => own(all.properties, name)),
    ),
    objects: tree.objects.map(({ name, description, required, properties }) => ({
      ...{ id: name, name, description: description ?? '', required },
      properties: draftsOf(properties, (property) =>
        partTexts(translations, (all) => own(own(all.objects, name)?.properties, property)),
      ),
      texts: partTexts(translations, (all) => own(all.objects, name)),
    })),
    tags: tree.tags.map(({ name }) => name),
    languages: Object.keys(translations),
    texts: partTexts(translations, ({ displayName, description }) => ({
      ...{ display_name: displayName, description },
    })),
  }
}

function draftsOf(
  properties: NamespaceTree['properties'],
  textsFor: (name: string) => PartTexts,
): readonly PropertyDraft[] {
  return Object.entries(properties).map(([name, definition]) => ({
    ...{ id: name, name, definition, texts: textsFor(name) },
  }))
}

function own<T>(all: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return all !== undefined && Object.hasOwn(all, name) ? all[name] : undefined
}

export function fileOfDraft(draft: NamespaceDraft): NamespaceFile {
  const translations = translationsOf(draft)
  return {
    namespace: draft.name,
    ...filled('display_name', draft.displayName),
    ...filled('description', draft.description),
    visibility: draft.visibility,
    protected: draft.isProtected,
    resource_type_associations: draft.associations.map(({ name, prefix, target }) => ({
      ...{ name, ...filled('prefix', prefix), ...filled('properties_target', target) },
    })),
    properties: definitionsOf(draft.properties),
    objects: draft.objects.map(({ name, description, required, properties }) => ({
      name,
      ...filled('description', description),
      required: required.filter((each) => properties.some((property) => property.name === each)),
      properties: definitionsOf(properties),
    })),
    tags: draft.tags.map((name) => ({ name })),
    ...(translations && { vitrine_translations: translations }),
  }
}

function filled(name: string, text: string): Readonly<Record<string, string>> {
  return text === '' ? {} : { [name]: text }
}

function definitionsOf(drafts: readonly PropertyDraft[]): Readonly<Record<string, PropertyDefinition>> {
  return Object.fromEntries(drafts.map(({ name, definition }) => [name, definition]))
}

/** The namespace that the draft makes, or the first thing that is wrong with it. */
export function readDraft(draft: NamespaceDraft): DraftReading {
  const twice = [
    ...twiceIn('property', draft.properties),
    ...draft.objects.flatMap(({ name, properties }) => twiceIn(`property of ${name}`, properties)),
  ]
  if (twice[0] !== undefined) return { isValid: false, message: twice[0] }
  return readFile(fileOfDraft(draft))
}

export function readFile(file: unknown): DraftReading {
  try {
    return { isValid: true, tree: parseNamespaceFile(file, { owner: null, nowMs: 0 }) }
  } catch (error) {
    return { isValid: false, message: error instanceof Error ? error.message : String(error) }
  }
}

function twiceIn(kind: string, parts: readonly { readonly name: string }[]): readonly string[] {
  const names = parts.map(({ name }) => name)
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `The ${kind} ${name} stands twice.`)
}

/** What makes a definition pointless, though the service takes it. */
export function doubtsAbout(definition: PropertyDefinition): readonly string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = definition
  const usual = defaultText(definition)
  const trouble = patternTrouble(definition)
  return [
    ...(isAbove(minimum, maximum) ? ['The least is above the greatest: no number will do.'] : []),
    ...(isAbove(minLength, maxLength) ? ['The shortest is longer than the longest: no text will do.'] : []),
    ...(isAbove(minItems, maxItems) ? ['More items are needed than are allowed.'] : []),
    ...(trouble === undefined ? [] : [`The pattern will not be checked: ${trouble}`]),
    ...(usual === undefined
      ? []
      : problemsWith(valueSchema(definition), usual).map(({ message }) => `The default ${message}.`)),
  ]
}

function isAbove(least: number | undefined, most: number | undefined): boolean {
  return least !== undefined && most !== undefined && least > most
}
