import type { z } from 'zod'
import type { SafeFetch } from '#lib/net/safe-fetch.ts'
import type { ReadableStore } from './store.ts'

/** What a store is opened with beside its own settings. */
export interface StoreParts {
  readonly id: string
  /** The program's own folder: a bundle that holds a store's code lies elsewhere. */
  readonly appDir: string
  /** The service's data folder, absolute. */
  readonly dataDir: string
  /** The project that owns an image; null: nobody. @throws `not_found` */
  readonly projectOf: (imageId: string) => Promise<string | null>
  /** For data that lies at addresses which people gave. `ca`: certificates (PEM) to trust instead of the system's. */
  readonly makeFetch: (options: { readonly ca?: string }) => SafeFetch
}

export interface OpenedStore {
  readonly store: ReadableStore
  /** How the urls of its data begin, so that the store of a url can be found. */
  readonly urlPrefixes: readonly string[]
  /** How they end behind the name of an image, where they do. */
  readonly urlEndings?: readonly string[]
  /** Whether this may follow such a beginning, where it is more than one name. */
  readonly isUrlRest?: (rest: string) => boolean
  /** What administrators see of its settings. Never a secret. */
  readonly properties: Readonly<Record<string, string | number | boolean>>
}

/** What `safeParse` says of a store's own settings. */
export type ReadSettings =
  | { readonly ok: true; open(parts: StoreParts): OpenedStore }
  | { readonly ok: false; readonly issues: readonly z.core.$ZodIssue[] }

/** A kind of store: reads its settings from the file of stores, and opens a store with them. */
export interface StoreType {
  /** Settings that are secrets: each may also come from a file, named by the setting with `_file` behind its name. */
  readonly secrets: readonly string[]
  read(settings: unknown): ReadSettings
}

interface Definition<Settings extends z.ZodType> {
  /** A strict object of the type's own settings, as the file spells them. */
  readonly settings: Settings
  readonly secrets?: readonly string[]
  /** Opens nothing yet that could fail: a store connects when it is first used. */
  open(settings: z.output<Settings>, parts: StoreParts): OpenedStore
}

/** Ties a schema of settings to what is opened with them. */
export function storeType<Settings extends z.ZodType>(definition: Definition<Settings>): StoreType {
  return {
    secrets: definition.secrets ?? [],
    read(settings) {
      const parsed = definition.settings.safeParse(settings)
      return parsed.success
        ? { ok: true, open: (parts) => definition.open(parsed.data, parts) }
        : { ok: false, issues: parsed.error.issues }
    },
  }
}
