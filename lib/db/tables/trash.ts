/** Since when an image waits for its deletion, and what it was; see TrashRecords. */
export interface DeletedImageTable {
  image_id: string
  deleted_at_ms: number
  status_before: 'active' | 'deactivated'
}

export interface TrashTables {
  deleted_images: DeletedImageTable
}
