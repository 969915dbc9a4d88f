import type { Generated, GeneratedAlways } from 'kysely'
import type { ImageStatus, MemberStatus, Visibility } from '#lib/domain/image.ts'

export interface ImageTable {
  id: string
  /** Lower case: two ids that differ only in case are never both in use. */
  id_folded: GeneratedAlways<string>
  name: string | null
  /** The name in lower case, for the search. Databases disagree about the lower case of letters beyond ASCII. */
  name_folded: string
  status: ImageStatus
  visibility: Visibility
  is_protected: number
  is_hidden: number
  owner: string | null
  disk_format: string | null
  container_format: string | null
  min_disk_gb: number
  min_ram_mb: number
  size_bytes: number | null
  virtual_size_bytes: number | null
  checksum: string | null
  hash_algo: string | null
  hash_value: string | null
  created_at_ms: number
  updated_at_ms: number
  /** In which lists the image stands: see `SHELF`. */
  shelf: GeneratedAlways<number>
  // What lists are sorted by: absent values count as '' and 0, as in the Image API.
  sort_name: GeneratedAlways<string>
  sort_container_format: GeneratedAlways<string>
  sort_disk_format: GeneratedAlways<string>
  sort_size: GeneratedAlways<number>
}

/** Part of every list's index, so that what a list leaves out costs it nothing. */
export const SHELF = { shown: 0, hidden: 1, shownPendingDelete: 2, hiddenPendingDelete: 3, never: 9 } as const
export type Shelf = (typeof SHELF)[keyof typeof SHELF]

export interface ImageTagTable {
  image_id: string
  tag: string
}

export interface ImagePropertyTable {
  image_id: string
  name: string
  value: string
  /** The value's first characters, for the index: values have no bound, index entries have. */
  value_start: GeneratedAlways<string>
}

/** Characters (not UTF-16 units) in `value_start`. */
export const VALUE_START_LENGTH = 64

export interface ImageLocationTable {
  image_id: string
  position: number
  url: string
  store_id: string
  /** A JSON object of strings. */
  metadata: string
}

/**
 * Members, with copies of what lists are sorted by: "shared with me" is then read from one index in its order, however
 * many images are shared. Every write to an image renews the copies.
 */
export interface ImageMemberTable {
  image_id: string
  member_id: string
  status: MemberStatus
  created_at_ms: number
  updated_at_ms: number
  /** When the share ends by itself; null: when somebody ends it. */
  ends_at_ms: number | null
  /** The image's shelf while it is shared and another project's, `SHELF.never` otherwise. */
  image_shelf: number
  image_name: string
  image_status: string
  image_container_format: string
  image_disk_format: string
  image_size: number
  image_created_at_ms: number
  image_updated_at_ms: number
}

/** What is left of a deleted image: its id is never given out again. */
export interface ImageTombstoneTable {
  id: string
  id_folded: GeneratedAlways<string>
  owner: string | null
  name: string | null
  deleted_at_ms: number
}

/** What images are found by: see images/search-grams.ts. Beside each row stands its index, which differs by database. */
export interface ImageTextTable {
  id: Generated<number>
  image_id: string
  kind: number
  property: string
  folded: string
}

export interface ImageTables {
  images: ImageTable
  image_tags: ImageTagTable
  image_properties: ImagePropertyTable
  image_locations: ImageLocationTable
  image_members: ImageMemberTable
  image_tombstones: ImageTombstoneTable
  image_texts: ImageTextTable
}
