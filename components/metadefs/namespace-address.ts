/** Where a namespace is edited. In the query, because a name can be anything: `new`, `..`, `a/b`. */
export function namespaceAddress(name: string): string {
  return `/metadefs/namespace?${new URLSearchParams({ name })}`
}
