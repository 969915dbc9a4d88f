import type { Image, ImageLocation, ImageMember } from '../domain/image.ts'
import type { ImageBaseWire, ImageWire, LocationWire, MemberWire } from './image-wire.ts'
import { toWireTime } from './wire-time.ts'

export interface WireOptions {
  /** Show where the data lies that a download reads first. */
  readonly showDirectUrl: boolean
  /** Show where all of the data lies. */
  readonly showLocations: boolean
  /** The site has several stores: say which of them have the data. */
  readonly showStores: boolean
}

/** An image as the API shows it: attributes, then the additional properties beside them. */
export function imageToWire(image: Image, options: WireOptions): ImageWire {
  const self = `/v2/images/${image.id}`
  return {
    // First, so that no property can hide an attribute.
    ...image.properties,
    id: image.id,
    name: image.name,
    status: image.status,
    visibility: image.visibility,
    protected: image.isProtected,
    os_hidden: image.isHidden,
    checksum: image.checksum,
    os_hash_algo: image.hashAlgo,
    os_hash_value: image.hashValue,
    owner: image.owner,
    size: image.sizeBytes,
    virtual_size: image.virtualSizeBytes,
    container_format: image.containerFormat,
    disk_format: image.diskFormat,
    min_ram: image.minRamMb,
    min_disk: image.minDiskGb,
    tags: image.tags,
    created_at: toWireTime(image.createdAtMs),
    updated_at: toWireTime(image.updatedAtMs),
    ...placesToWire(image.locations, options),
    self,
    file: `${self}/file`,
    schema: '/v2/schemas/image',
  }
}

function placesToWire(locations: readonly ImageLocation[], options: WireOptions): Partial<ImageBaseWire> {
  const [first] = locations
  const stores = [...new Set(locations.map(({ storeId }) => storeId))].join(',')
  return {
    ...(options.showDirectUrl && first !== undefined ? { direct_url: first.url } : {}),
    ...(options.showLocations
      ? { locations: locations.map((each) => locationToWire(each, options.showStores)) }
      : {}),
    ...(options.showStores && stores !== '' ? { stores } : {}),
  }
}

/** With several stores, the metadata names the location's one. */
export function locationToWire({ url, storeId, metadata }: ImageLocation, showStore: boolean): LocationWire {
  return { url, metadata: showStore ? { ...metadata, store: storeId } : metadata }
}

export function memberToWire(member: ImageMember): MemberWire {
  return {
    member_id: member.memberId,
    image_id: member.imageId,
    status: member.status,
    created_at: toWireTime(member.createdAtMs),
    updated_at: toWireTime(member.updatedAtMs),
    schema: '/v2/schemas/member',
  }
}

/** With when it ends by itself. */
export function memberEndToWire(member: ImageMember): MemberWire {
  const { endsAtMs } = member
  return { ...memberToWire(member), vitrine_ends_at: endsAtMs === null ? null : toWireTime(endsAtMs) }
}
