import { type Context, isAdmin } from './context.ts'
import type { Image } from './image.ts'
import type { Verdict } from './verdict.ts'

/** The rules of the Image service's policy that this service asks, by Glance's names. */
export const POLICY_RULES = [
  'context_is_admin',
  'add_image',
  'get_images',
  'get_image',
  'modify_image',
  'delete_image',
  'publicize_image',
  'communitize_image',
  'upload_image',
  'download_image',
  'download_from_store',
  'copy_image',
  'deactivate',
  'reactivate',
  'get_image_location',
  'set_image_location',
  'delete_image_location',
  'add_image_location',
  'fetch_image_location',
  'add_member',
  'delete_member',
  'get_member',
  'get_members',
  'modify_member',
  'cache_image',
  'cache_list',
  'cache_delete',
  'cache_clean',
  'cache_prune',
  'list_cached_nodes',
  'stores_info_detail',
  'tasks_api_access',
  'get_metadef_namespaces',
  'get_metadef_namespace',
  'add_metadef_namespace',
  'modify_metadef_namespace',
  'delete_metadef_namespace',
  'get_metadef_objects',
  'get_metadef_object',
  'add_metadef_object',
  'modify_metadef_object',
  'delete_metadef_object',
  'list_metadef_resource_types',
  'get_metadef_resource_type',
  'add_metadef_resource_type_association',
  'remove_metadef_resource_type_association',
  'get_metadef_properties',
  'get_metadef_property',
  'add_metadef_property',
  'modify_metadef_property',
  'remove_metadef_property',
  'get_metadef_tags',
  'get_metadef_tag',
  'add_metadef_tag',
  'add_metadef_tags',
  'modify_metadef_tag',
  'delete_metadef_tag',
  'delete_metadef_tags',
  // Our own.
  'get_events',
  'get_all_events',
  'manage_webhooks',
  'manage_stores',
] as const
export type PolicyRule = (typeof POLICY_RULES)[number]

/** The part of an image that every rule about images may read; what is not known of it lets no check hold. */
export type PolicySubject = Pick<Image, 'owner' | 'visibility'> & Partial<Image>

/**
 * What a rule is asked about: an image (or a namespace: it has an owner and a visibility, too), a member for the rules
 * about members, or nothing for rules about the service itself.
 */
export interface PolicyTarget {
  readonly image?: PolicySubject
  readonly memberId?: string
}

/** Answers whether the caller may do something, whatever the image's state is. Pure and without I/O. */
export interface Policy {
  check(rule: PolicyRule, ctx: Context, target: PolicyTarget): Verdict
  /** The same caller, knowing whether the rules make it an administrator. */
  recognize(ctx: Context): Context
}

/**
 * An image that the database let the caller see, as a target. Whoever sees a shared image of another project is one of
 * its members, so that rules find its own project in `member_id`.
 */
export function seenBy(ctx: Context, image: PolicySubject): PolicyTarget {
  const isMember = image.visibility === 'shared' && image.owner !== ctx.projectId && !isAdmin(ctx)
  return isMember && ctx.projectId !== null ? { image, memberId: ctx.projectId } : { image }
}
