import type { Context } from '../context.ts'
import type { PolicyRule } from '../policy.ts'
import type { Page } from '../query.ts'
import type { NamespaceQuery, NamespaceVersion, TreeChange } from './metadef-records.ts'
import type { MetadefNamespace, NamespaceTree, ResourceType } from './namespace.ts'

/** The rules of the policy about definitions. */
export type MetadefRule = Extract<PolicyRule, `${string}metadef${string}`>

/**
 * The definitions as a caller may use them. What the caller may not see is `not_found`; what it may see but not do is
 * `forbidden`.
 */
export interface Metadefs {
  /** @throws `forbidden`, `not_found` for the marker */
  list(ctx: Context, query: NamespaceQuery): Promise<Page<MetadefNamespace>>
  /** @param rule What of the namespace is wanted. @throws `not_found`, `forbidden` */
  get(ctx: Context, name: string, rule: MetadefRule): Promise<NamespaceTree>
  /** The whole tree or nothing. @throws `forbidden`, `conflict` */
  add(ctx: Context, tree: NamespaceTree): Promise<NamespaceTree>
  /** Reads, changes and writes in one piece. @throws `not_found`, `forbidden`, `conflict`, and what `change` throws */
  change(ctx: Context, name: string, rule: MetadefRule, change: TreeChange): Promise<NamespaceTree>
  /**
   * @param check Throws to refuse what the caller may do otherwise.
   * @throws `not_found`, `forbidden` also for a protected one
   */
  remove(ctx: Context, name: string, check?: (tree: NamespaceTree) => void): Promise<void>
  /** What it was after each change, for whoever may change it. @throws `not_found`, `forbidden` */
  versions(ctx: Context, name: string): Promise<readonly NamespaceVersion[]>
  /** @throws `forbidden` */
  resourceTypes(ctx: Context): Promise<readonly ResourceType[]>
}
