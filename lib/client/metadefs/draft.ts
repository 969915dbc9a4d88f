import type { NamespaceVisibility, PropertyDefinition } from '#lib/domain/metadefs/namespace.ts'

/** The texts of one part in other languages: by language, then by `title`, `description` or `display_name`. */
export type PartTexts = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A property in the making: its name can be anything, also one that another has. */
export interface PropertyDraft {
  /** Stays while the name changes. */
  readonly id: string
  readonly name: string
  readonly definition: PropertyDefinition
  readonly texts: PartTexts
}

export interface ObjectDraft {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly required: readonly string[]
  readonly properties: readonly PropertyDraft[]
  readonly texts: PartTexts
}

export interface AssociationDraft {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly target: string
}

/** A namespace in the making. */
export interface NamespaceDraft {
  readonly name: string
  readonly displayName: string
  readonly description: string
  readonly visibility: NamespaceVisibility
  readonly isProtected: boolean
  readonly associations: readonly AssociationDraft[]
  readonly properties: readonly PropertyDraft[]
  readonly objects: readonly ObjectDraft[]
  readonly tags: readonly string[]
  /** Into which it is translated; a language may have no text yet. */
  readonly languages: readonly string[]
  readonly texts: PartTexts
}
