/** The directory: who and what exists. Kept apart from tables and wire, which have their own shapes. */
export interface Domain {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly isEnabled: boolean
}

export interface Project {
  readonly id: string
  readonly domainId: string
  /** null: directly under its domain. */
  readonly parentId: string | null
  readonly name: string
  readonly description: string
  readonly isEnabled: boolean
  /** What clients keep here and we do not interpret, tags among it. */
  readonly extra: Extra
}

export interface User {
  readonly id: string
  readonly domainId: string
  readonly name: string
  readonly description: string | null
  readonly defaultProjectId: string | null
  readonly isEnabled: boolean
  readonly extra: Extra
}

export interface Role {
  readonly id: string
  readonly name: string
  readonly description: string | null
  /** Built in: neither changed nor deleted. */
  readonly isImmutable: boolean
}

export type Extra = Readonly<Record<string, unknown>>

/** The attributes that a change sets; the others stay. */
export type Change<Thing> = { readonly [Key in keyof Thing]?: Thing[Key] | undefined }
