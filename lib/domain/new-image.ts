import type { Image } from './image.ts'

/** What a client says of an image that it creates. */
export type ImageDraft = Partial<
  Pick<
    Image,
    | 'id'
    | 'name'
    | 'visibility'
    | 'isProtected'
    | 'isHidden'
    | 'owner'
    | 'diskFormat'
    | 'containerFormat'
    | 'minDiskGb'
    | 'minRamMb'
    | 'tags'
    | 'properties'
  >
>

export interface NewImageFacts {
  /** Taken when the draft names no id. */
  readonly id: string
  /** Taken when the draft names no owner. */
  readonly owner: string | null
  readonly nowMs: number
}

/** A queued image without data. */
export function newImage(draft: ImageDraft, { id, owner, nowMs }: NewImageFacts): Image {
  return {
    id,
    name: null,
    status: 'queued',
    visibility: 'shared',
    isProtected: false,
    isHidden: false,
    owner,
    diskFormat: null,
    containerFormat: null,
    minDiskGb: 0,
    minRamMb: 0,
    sizeBytes: null,
    virtualSizeBytes: null,
    checksum: null,
    hashAlgo: null,
    hashValue: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    tags: [],
    properties: {},
    locations: [],
    ...draft,
  }
}
