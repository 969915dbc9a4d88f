/** Types that a property can have. */
export const PROPERTY_TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const
export type PropertyType = (typeof PROPERTY_TYPES)[number]

/** What one key of an image (or of a flavor, a volume …) means and which values it takes; a subset of JSON Schema. */
export interface PropertyDefinition {
  readonly title: string
  readonly type: PropertyType
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly readonly?: boolean
  /** How a scheduler compares, `<or>` for example; the stored value begins with one of them. */
  readonly operators?: readonly string[]
  readonly items?: { readonly type?: PropertyType; readonly enum?: readonly unknown[] }
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly additionalItems?: boolean
  readonly required?: readonly string[]
}

/** Definitions by the name of their key, in the order in which they were defined. */
export type PropertyDefinitions = Readonly<Record<string, PropertyDefinition>>

interface Times {
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** Several properties that belong together. */
export interface MetadefObject extends Times {
  readonly name: string
  readonly description: string | null
  readonly required: readonly string[]
  readonly properties: PropertyDefinitions
}

export interface MetadefTag extends Times {
  readonly name: string
}

/** Says that a namespace is meant for things of a type, and what its keys are called there. */
export interface ResourceTypeAssociation extends Times {
  /** `OS::Glance::Image` for example. */
  readonly name: string
  /** Stands before every key of the namespace. */
  readonly prefix: string | null
  /** The part of the thing that takes the properties: `image`, `metadata` … */
  readonly propertiesTarget: string | null
}

export interface ResourceType extends Times {
  readonly name: string
}

export const NAMESPACE_VISIBILITIES = ['public', 'private'] as const
export type NamespaceVisibility = (typeof NAMESPACE_VISIBILITIES)[number]

/** A namespace without what it defines: as lists show it. */
export interface MetadefNamespace extends Times {
  readonly name: string
  readonly displayName: string | null
  readonly description: string | null
  readonly visibility: NamespaceVisibility
  /** Nothing of it may be deleted. */
  readonly isProtected: boolean
  /** A project; null for a namespace of the site itself. */
  readonly owner: string | null
  readonly associations: readonly ResourceTypeAssociation[]
}

/** What a text is in another language; what is left out stays as the namespace says it. */
export interface PropertyTexts {
  readonly title?: string
  readonly description?: string
}

interface ObjectTexts {
  readonly description?: string
  readonly properties?: Readonly<Record<string, PropertyTexts>>
}

/** The texts of one namespace in one language. */
export interface NamespaceTexts {
  readonly displayName?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, PropertyTexts>>
  readonly objects?: Readonly<Record<string, ObjectTexts>>
}

/** By language tag: `de`, `pt-BR`. */
export type Translations = Readonly<Record<string, NamespaceTexts>>

/** A namespace with all that it defines: it is read, changed and written as one. */
export interface NamespaceTree extends MetadefNamespace {
  readonly properties: PropertyDefinitions
  readonly objects: readonly MetadefObject[]
  readonly tags: readonly MetadefTag[]
  /** Our addition: its titles and descriptions in other languages. */
  readonly translations: Translations
}
