import { createHash } from 'node:crypto'
import { treeToFile } from '#lib/contract/metadefs/metadef-to-wire.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import type { ApiContext } from '../api-env.ts'
import { assertUnchanged } from '../if-match.ts'

/** An addition of ours: the same for all that says the same, whatever the prefix that the answer shows. */
export function namespaceEtag(tree: NamespaceTree): string {
  const hash = createHash('sha256').update(JSON.stringify(treeToFile(tree)))
  return `"${hash.digest('base64url').slice(0, 22)}"`
}

/** @throws `stale` when the client names another version in `If-Match` */
export function assertNamespaceUnchanged(c: ApiContext, tree: NamespaceTree): void {
  assertUnchanged(c, namespaceEtag(tree), `The namespace ${tree.name}`)
}
