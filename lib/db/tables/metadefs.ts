import type { NamespaceVisibility } from '#lib/domain/metadefs/namespace.ts'

export interface MetadefNamespaceTable {
  name: string
  display_name: string | null
  description: string | null
  visibility: NamespaceVisibility
  is_protected: number
  owner: string | null
  created_at_ms: number
  updated_at_ms: number
  /** JSON of the properties, objects, tags and translations: they are read and written with their namespace. */
  content: string
}

export interface MetadefAssociationTable {
  namespace: string
  resource_type: string
  prefix: string | null
  properties_target: string | null
  /** The order in which they were made. */
  position: number
  created_at_ms: number
  updated_at_ms: number
}

export interface MetadefResourceTypeTable {
  name: string
  created_at_ms: number
  updated_at_ms: number
}

export interface MetadefVersionTable {
  namespace: string
  /** From 1. */
  number: number
  at_ms: number
  /** Who made it; null for the site itself. */
  user_name: string | null
  /** JSON of the whole tree. */
  content: string
}

export interface MetadefTables {
  metadef_versions: MetadefVersionTable
  metadef_namespaces: MetadefNamespaceTable
  metadef_associations: MetadefAssociationTable
  metadef_resource_types: MetadefResourceTypeTable
}
