import type { Image, ImageMember } from './image.ts'

/** Who may read an image's data past us, where its store knows projects: anybody of this site, or these projects. */
export type DataReaders = 'everyone' | readonly string[]

/**
 * Those who could download it from us, by the Image service's rules; a member may before it has answered. Data of images
 * that are not active nobody reads.
 */
export function readersOf(
  { status, visibility, owner }: Pick<Image, 'status' | 'visibility' | 'owner'>,
  members: readonly Pick<ImageMember, 'memberId'>[],
): DataReaders {
  if (status !== 'active') return []
  if (visibility === 'public' || visibility === 'community') return 'everyone'
  const invited = visibility === 'shared' ? members.map(({ memberId }) => memberId) : []
  return owner === null ? invited : [owner, ...invited]
}
