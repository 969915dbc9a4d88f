/** What we read of Glance's tables, as they are since its release Rocky. Times are texts in UTC. */
type Flag = number | boolean | null

interface Rows {
  created_at: string
  updated_at: string | null
}

export interface GlanceImageRow extends Rows {
  id: string
  name: string | null
  disk_format: string | null
  container_format: string | null
  size: number | null
  virtual_size: number | null
  status: string
  visibility: string
  checksum: string | null
  os_hash_algo: string | null
  os_hash_value: string | null
  min_disk: number
  min_ram: number
  owner: string | null
  protected: Flag
  os_hidden: Flag
  deleted: Flag
}

interface PartRow {
  image_id: string
  deleted: Flag
}

export interface GlanceLocationRow extends PartRow {
  id: number
  value: string
  /** JSON. */
  meta_data: string | null
  status: string
}

export interface GlanceMemberRow extends PartRow, Rows {
  member: string
  status: string
}

export interface GlanceNamespaceRow extends Rows {
  id: number
  namespace: string
  display_name: string | null
  description: string | null
  visibility: string | null
  protected: Flag
  owner: string
}

export interface GlanceDefinitionRow extends Rows {
  id: number
  namespace_id: number
  name: string
  /** JSON. */
  json_schema: string
}

export interface GlanceObjectRow extends GlanceDefinitionRow {
  description: string | null
  /** Names with commas between them. */
  required: string | null
}

export interface GlanceResourceTypeRow extends Rows {
  id: number
  name: string
}

export interface GlanceAssociationRow extends Rows {
  resource_type_id: number
  namespace_id: number
  prefix: string | null
  properties_target: string | null
}

export interface GlanceTables {
  images: GlanceImageRow
  image_properties: PartRow & { name: string; value: string | null }
  image_tags: PartRow & { value: string }
  image_locations: GlanceLocationRow
  image_members: GlanceMemberRow
  metadef_namespaces: GlanceNamespaceRow
  metadef_properties: GlanceDefinitionRow
  metadef_objects: GlanceObjectRow
  metadef_tags: Rows & { id: number; namespace_id: number; name: string }
  metadef_resource_types: GlanceResourceTypeRow
  metadef_namespace_resource_types: GlanceAssociationRow
}
