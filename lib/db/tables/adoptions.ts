/** What came in from another catalog; see CatalogRecords. */
export interface AdoptionTable {
  kind: 'image' | 'namespace'
  /** The image's id, or the namespace's name. */
  id: string
  /** Fingerprint of what the other catalog said … */
  source_hash: string
  /** … and of what was written here. */
  written_hash: string
  taken_at_ms: number
}

export interface AdoptionTables {
  adoptions: AdoptionTable
}
