import type { Image, ImageMember } from '../domain/image.ts'
import type { ImageWire, MemberWire } from './image-wire.ts'
import { toWireTime } from './wire-time.ts'

export interface WireOptions {
  /** Show where the data lies. */
  readonly showDirectUrl: boolean
}

/** An image as the API shows it: attributes, then the additional properties beside them. */
export function imageToWire(image: Image, { showDirectUrl }: WireOptions): ImageWire {
  const self = `/v2/images/${image.id}`
  const [location] = image.locations
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
    ...(showDirectUrl && location !== undefined ? { direct_url: location.url } : {}),
    self,
    file: `${self}/file`,
    schema: '/v2/schemas/image',
  }
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
