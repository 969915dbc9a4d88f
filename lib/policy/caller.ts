import type { Context } from '#lib/domain/context.ts'
import type { PolicyTarget } from '#lib/domain/policy.ts'
import type { Target, TargetValue } from './language/compile.ts'
import type { Credentials } from './language/credentials.ts'

/** What rules can know of a caller. */
export function credentialsOf(ctx: Context, isAdmin: boolean): Credentials {
  return {
    user_id: ctx.userId,
    project_id: ctx.projectId,
    // Tokens are for a project here: the Image service knows no others.
    domain_id: null,
    system_scope: null,
    roles: ctx.roles,
    service_roles: ctx.serviceRoles ?? [],
    is_admin: isAdmin,
  }
}

type ImageRead = (image: NonNullable<PolicyTarget['image']>) => TargetValue | undefined

/** The attributes of an image by the names that rules use. */
const IMAGE_ATTRIBUTES: Readonly<Record<string, ImageRead>> = {
  id: (image) => image.id,
  image_id: (image) => image.id,
  name: (image) => image.name,
  status: (image) => image.status,
  visibility: (image) => image.visibility,
  owner: (image) => image.owner,
  project_id: (image) => image.owner,
  protected: (image) => image.isProtected,
  os_hidden: (image) => image.isHidden,
  disk_format: (image) => image.diskFormat,
  container_format: (image) => image.containerFormat,
  min_disk: (image) => image.minDiskGb,
  min_ram: (image) => image.minRamMb,
  size: (image) => image.sizeBytes,
  virtual_size: (image) => image.virtualSizeBytes,
  checksum: (image) => image.checksum,
  os_hash_algo: (image) => image.hashAlgo,
  os_hash_value: (image) => image.hashValue,
}

/** What rules can know of what is asked about: attributes first, then additional properties. */
export function targetOf({ image, memberId }: PolicyTarget): Target {
  return (attribute) => {
    if (attribute === 'member_id') return memberId
    if (image === undefined) return undefined
    const read = Object.hasOwn(IMAGE_ATTRIBUTES, attribute) ? IMAGE_ATTRIBUTES[attribute] : undefined
    if (read !== undefined) return read(image)
    const { properties } = image
    return properties !== undefined && Object.hasOwn(properties, attribute)
      ? properties[attribute]
      : undefined
  }
}
