import type { PageLimits } from '#lib/contract/image-list-query.ts'
import { listLinks } from '#lib/contract/list-links.ts'
import { type PagedPart, pageOfParts } from '#lib/contract/metadefs/list-query.ts'
import { namespacePath } from '#lib/contract/metadefs/metadef-to-wire.ts'
import { isStorable } from '#lib/contract/text.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { TreeChange } from '#lib/domain/metadefs/metadef-records.ts'
import type { MetadefRule } from '#lib/domain/metadefs/metadefs.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import type { ApiContext } from '../api-env.ts'
import { assertJsonType, readJson } from '../bodies.ts'

/** The namespace of the path. @throws `not_found`, `forbidden` when the rule refuses */
export function requestedNamespace(c: ApiContext, rule: MetadefRule): Promise<NamespaceTree> {
  return c.var.api.metadefs.get(c.var.ctx, namespaceName(c), rule)
}

/** Changes the namespace of the path. @throws `not_found`, `forbidden`, `conflict` */
export function changeRequested(
  c: ApiContext,
  rule: MetadefRule,
  change: TreeChange,
): Promise<NamespaceTree> {
  return c.var.api.metadefs.change(c.var.ctx, namespaceName(c), rule, change)
}

export function namespaceName(c: ApiContext): string {
  return pathName(c, 'namespace')
}

/** A name of the path. @throws `not_found` for one that nothing can have */
export function pathName(c: ApiContext, kind: 'namespace' | 'property' | 'object' | 'tag' | 'type'): string {
  const name = c.req.param(kind) ?? ''
  if (!isStorable(name)) throw notFound(kind, name)
  return name
}

export function parametersOf(c: ApiContext): URLSearchParams {
  return new URL(c.req.url).searchParams
}

export function pageLimits(c: ApiContext): PageLimits {
  const { VITRINE_LIMIT_DEFAULT: usual, VITRINE_LIMIT_MAX: most } = c.var.api.config
  return { usual, most }
}

/** @throws `unsupported_media`, `invalid`, `over_limit`, `interrupted` */
export function readBody(c: ApiContext): Promise<unknown> {
  assertJsonType(c)
  return readJson(c)
}

interface PartList<Part> {
  readonly kind: 'object' | 'tag'
  partsOf(tree: NamespaceTree): readonly Part[]
  toWire(namespace: string, part: Part): object
}

/** Those of a namespace's objects or tags that the page holds, with links to the other pages. */
export async function listParts<Part extends PagedPart>(
  c: ApiContext,
  { kind, partsOf, toWire }: PartList<Part>,
): Promise<Response> {
  const tree = await requestedNamespace(c, `get_metadef_${kind}s`)
  const parameters = parametersOf(c)
  const { items, isFull } = pageOfParts(partsOf(tree), kind, { parameters, limits: pageLimits(c) })
  const path = `${namespacePath(tree.name)}/${kind}s`
  return c.json({
    [`${kind}s`]: items.map((part) => toWire(tree.name, part)),
    ...listLinks(path, parameters, isFull ? items.at(-1)?.name : undefined),
    schema: `/v2/schemas/metadefs/${kind}s`,
  })
}
