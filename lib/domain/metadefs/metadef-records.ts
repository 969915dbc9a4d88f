import type { Context } from '../context.ts'
import type { Page } from '../query.ts'
import type { MetadefNamespace, NamespaceTree, NamespaceVisibility, ResourceType } from './namespace.ts'

export const NAMESPACE_SORT_KEYS = ['created_at', 'updated_at', 'namespace'] as const
export type NamespaceSortKey = (typeof NAMESPACE_SORT_KEYS)[number]
export type SortDirection = 'asc' | 'desc'

export interface NamespaceQuery {
  readonly visibility?: NamespaceVisibility
  /** Only namespaces that are associated with one of these. */
  readonly resourceTypes?: readonly string[]
  readonly sortKey: NamespaceSortKey
  readonly sortDirection: SortDirection
  readonly limit: number
  /** Name of the namespace after which the page begins. */
  readonly marker?: string
}

/** Makes the namespace that will be from the one that is, and refuses by throwing. Pure. */
export type TreeChange = (before: NamespaceTree) => NamespaceTree

/** A namespace as one change left it. */
export interface NamespaceVersion {
  /** From 1, within the namespace. */
  readonly number: number
  readonly atMs: number
  /** null: the site itself, by loading a file or before versions were kept. */
  readonly userName: string | null
  readonly tree: NamespaceTree
}

/** What becomes of a namespace when a folder is loaded: the tree to write, or null to leave things as they are. */
export type LoadDecision = (existing: NamespaceTree | null, incoming: NamespaceTree) => NamespaceTree | null

export interface LoadCounts {
  readonly written: number
  readonly unchanged: number
}

/** The rows of the definitions. Every verb that writes does it in one transaction. */
export interface MetadefRecords {
  /** One page of what the caller may see. @throws `not_found` for a marker that it cannot see */
  list(ctx: Context, query: NamespaceQuery): Promise<Page<MetadefNamespace>>
  /** @throws `not_found` when absent or invisible to the caller */
  get(ctx: Context, name: string): Promise<NamespaceTree>
  /** The whole tree or nothing. @throws `conflict` when the name is taken, by whomever */
  add(ctx: Context, tree: NamespaceTree): Promise<NamespaceTree>
  /** Reads, changes and writes while nobody else can. @throws what `change` throws; `not_found`; `conflict` for a new name that is taken */
  change(ctx: Context, name: string, change: TreeChange): Promise<NamespaceTree>
  /** @param check Throws to refuse. @throws `not_found` */
  remove(ctx: Context, name: string, check: (tree: NamespaceTree) => void): Promise<void>
  /** What the namespace was after each change, the newest first; only so many are kept. */
  versions(name: string): Promise<readonly NamespaceVersion[]>
  resourceTypes(): Promise<readonly ResourceType[]>
  /** All of them or none, whoever owns them. @throws `conflict` when another process adds one meanwhile */
  load(trees: readonly NamespaceTree[], decide: LoadDecision): Promise<LoadCounts>
  /** Removes namespaces, protected ones too; without names all. @returns how many there were */
  unload(names?: readonly string[]): Promise<number>
  /** All namespaces by name. */
  all(): Promise<readonly NamespaceTree[]>
  isEmpty(): Promise<boolean>
}
