import type { Context } from './context.ts'
import type { Image } from './image.ts'
import type { Verdict } from './verdict.ts'

/** The rules of the Image service's policy that this service asks, by Glance's names. */
export const POLICY_RULES = [
  'add_image',
  'get_images',
  'get_image',
  'modify_image',
  'delete_image',
  'publicize_image',
  'communitize_image',
  'upload_image',
  'download_image',
  'deactivate',
  'reactivate',
  'add_member',
  'delete_member',
  'get_member',
  'get_members',
  'modify_member',
] as const
export type PolicyRule = (typeof POLICY_RULES)[number]

/** What a rule is asked about: an image, and a member for the rules about members. */
export interface PolicyTarget {
  readonly image: Pick<Image, 'owner' | 'visibility'>
  readonly memberId?: string
}

/** Answers whether the caller may do something, whatever the image's state is. Pure and without I/O. */
export interface Policy {
  check(rule: PolicyRule, ctx: Context, target: PolicyTarget): Verdict
}
