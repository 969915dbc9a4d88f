import type { Context } from './context.ts'
import type { Image, Visibility } from './image.ts'
import { ALLOWED, allowedIf, refused, type Verdict } from './verdict.ts'

/**
 * Who may do what, whatever the image's state: the default personas of the Image service (administrator, member and
 * reader of the owning project). The rule is named in each comment. What can be *seen* is decided by the database.
 */

/** The part of a context that decides. */
export type Asker = Pick<Context, 'projectId' | 'roles' | 'isAdministrator'>
/** The part of an image that decides. */
export type Owned = Pick<Image, 'owner'>

const NOT_YOURS = 'The image belongs to another project.'
const NEEDS_MEMBER = 'This needs the role member in the project; you may only read.'

export function isAdministrator(asker: Asker): boolean {
  return asker.isAdministrator ?? asker.roles.includes('admin')
}

/** The asker's project owns the image. An image without an owner belongs to nobody's project. */
export function isOwnedBy(image: Owned, asker: Asker): boolean {
  return image.owner !== null && image.owner === asker.projectId
}

/** modify_image, delete_image, upload_image, deactivate, reactivate, add_member, delete_member, communitize_image */
export function mayManage(image: Owned, asker: Asker): Verdict {
  if (isAdministrator(asker)) return ALLOWED
  if (!isOwnedBy(image, asker)) return refused(NOT_YOURS)
  return allowedIf(asker.roles.includes('member'), NEEDS_MEMBER)
}

/** add_image */
export function mayCreate(owner: string | null, asker: Asker): Verdict {
  if (isAdministrator(asker)) return ALLOWED
  if (asker.projectId === null) return refused('Images belong to projects: sign in to a project first.')
  if (owner !== asker.projectId) return refused('Only an administrator creates images for another project.')
  return allowedIf(asker.roles.includes('member'), NEEDS_MEMBER)
}

/** get_image, get_images, get_member, get_members */
export function mayRead(asker: Asker): Verdict {
  return allowedIf(
    isAdministrator(asker) || asker.roles.includes('reader'),
    'This needs the role reader in a project; your token has none.',
  )
}

/** download_image: a reader cannot. */
export function mayDownload(asker: Asker): Verdict {
  return allowedIf(
    isAdministrator(asker) || asker.roles.includes('member'),
    'Downloading needs the role member in the project; you may only read.',
  )
}

/** publicize_image for public, communitize_image for community, else modify_image. */
export function maySetVisibility(image: Owned, asker: Asker, visibility: Visibility): Verdict {
  if (visibility === 'public') {
    return allowedIf(isAdministrator(asker), 'Only an administrator makes an image public.')
  }
  return mayManage(image, asker)
}

/** modify_member: the member project decides for itself; the owner cannot accept on its behalf. */
export function mayAnswerShare(memberId: string, asker: Asker): Verdict {
  if (isAdministrator(asker)) return ALLOWED
  if (asker.projectId !== memberId)
    return refused('Only the project with which the image is shared answers for itself.')
  return allowedIf(asker.roles.includes('member'), NEEDS_MEMBER)
}
