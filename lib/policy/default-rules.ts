import type { PolicyRule } from '#lib/domain/policy.ts'

const ADMIN = 'rule:context_is_admin'
const SERVICE = 'rule:service_api'
const MEMBER_OF_OWNER = 'role:member and project_id:%(project_id)s'
const READER_OF_OWNER = 'role:reader and project_id:%(project_id)s'
const SEES_IMAGE =
  "project_id:%(project_id)s or project_id:%(member_id)s or 'community':%(visibility)s or 'public':%(visibility)s or 'shared':%(visibility)s"

const ADMIN_OR_MEMBER = `${ADMIN} or (${MEMBER_OF_OWNER})`
const ADMIN_OR_READER = `${ADMIN} or (${READER_OF_OWNER})`
const ADMIN_OR_DOWNLOADER = `${ADMIN} or (role:member and (${SEES_IMAGE}))`
const READS_MEMBERS = `${ADMIN} or (role:reader and (project_id:%(project_id)s or project_id:%(member_id)s))`
const READS_METADEFS = `${ADMIN} or (role:reader and (project_id:%(project_id)s or 'public':%(visibility)s))`
const METADEF_ADMIN = 'rule:metadef_admin'

/**
 * The secure defaults of the Image service: what holds for every rule that the site's policy file does not define.
 * Shared images of other projects are narrowed by the database, which knows the members.
 */
export const DEFAULT_RULES = {
  default: '',
  context_is_admin: 'role:admin',
  service_api: 'role:service or role:admin',
  metadef_default: '',
  metadef_admin: ADMIN,

  add_image: `${ADMIN} or (${MEMBER_OF_OWNER} and project_id:%(owner)s)`,
  get_images: ADMIN_OR_READER,
  get_image: `${ADMIN} or (role:reader and (${SEES_IMAGE}))`,
  modify_image: ADMIN_OR_MEMBER,
  delete_image: ADMIN_OR_MEMBER,
  publicize_image: ADMIN,
  communitize_image: ADMIN_OR_MEMBER,
  upload_image: ADMIN_OR_MEMBER,
  download_image: ADMIN_OR_DOWNLOADER,
  download_from_store: ADMIN_OR_DOWNLOADER,
  copy_image: ADMIN,
  deactivate: ADMIN_OR_MEMBER,
  reactivate: ADMIN_OR_MEMBER,

  get_image_location: ADMIN_OR_READER,
  set_image_location: ADMIN_OR_MEMBER,
  delete_image_location: ADMIN,
  add_image_location: `${SERVICE} or (${MEMBER_OF_OWNER} and project_id:%(owner)s)`,
  fetch_image_location: SERVICE,

  add_member: ADMIN_OR_MEMBER,
  delete_member: ADMIN_OR_MEMBER,
  get_member: READS_MEMBERS,
  get_members: READS_MEMBERS,
  modify_member: `${ADMIN} or (role:member and project_id:%(member_id)s)`,

  manage_image_cache: ADMIN,
  cache_image: ADMIN,
  cache_list: ADMIN,
  cache_delete: ADMIN,
  cache_clean: ADMIN,
  cache_prune: ADMIN,
  list_cached_nodes: ADMIN,
  stores_info_detail: `${ADMIN} or ${SERVICE}`,

  tasks_api_access: ADMIN,
  get_task: 'rule:default',
  get_tasks: 'rule:default',
  add_task: 'rule:default',
  modify_task: 'rule:default',

  get_metadef_namespaces: ADMIN_OR_READER,
  get_metadef_namespace: READS_METADEFS,
  add_metadef_namespace: METADEF_ADMIN,
  modify_metadef_namespace: METADEF_ADMIN,
  delete_metadef_namespace: METADEF_ADMIN,
  get_metadef_objects: READS_METADEFS,
  get_metadef_object: READS_METADEFS,
  add_metadef_object: METADEF_ADMIN,
  modify_metadef_object: METADEF_ADMIN,
  delete_metadef_object: METADEF_ADMIN,
  list_metadef_resource_types: READS_METADEFS,
  get_metadef_resource_type: READS_METADEFS,
  add_metadef_resource_type_association: METADEF_ADMIN,
  remove_metadef_resource_type_association: METADEF_ADMIN,
  get_metadef_properties: READS_METADEFS,
  get_metadef_property: READS_METADEFS,
  add_metadef_property: METADEF_ADMIN,
  modify_metadef_property: METADEF_ADMIN,
  remove_metadef_property: METADEF_ADMIN,
  get_metadef_tags: READS_METADEFS,
  get_metadef_tag: READS_METADEFS,
  add_metadef_tag: METADEF_ADMIN,
  add_metadef_tags: METADEF_ADMIN,
  modify_metadef_tag: METADEF_ADMIN,
  delete_metadef_tag: METADEF_ADMIN,
  delete_metadef_tags: METADEF_ADMIN,

  // Ours: what happened to what the project owns, and to everything; where events are sent.
  get_events: ADMIN_OR_READER,
  get_all_events: ADMIN,
  manage_webhooks: ADMIN,
  manage_stores: ADMIN,
} as const satisfies Readonly<Record<PolicyRule | HelperRule, string>>

/** Rules that others refer to; nothing asks them by themselves. */
type HelperRule = 'default' | 'service_api' | 'metadef_default' | 'metadef_admin' | LegacyRule
/** Names of older releases that a file may still define; see `DEPRECATED_RULES`. */
type LegacyRule = 'manage_image_cache' | 'get_task' | 'get_tasks' | 'add_task' | 'modify_task'

interface Deprecated {
  /** These take the rule over, if the file does not define them. */
  readonly heirs: readonly PolicyRule[]
  readonly remedy: string
}

const SAYS_NOTHING_ON_TASKS = 'Only tasks_api_access decides about tasks: leave it out.'

/** Names that are accepted with a warning. */
export const DEPRECATED_RULES: Readonly<Record<string, Deprecated>> = {
  manage_image_cache: {
    heirs: ['cache_image', 'cache_list', 'cache_delete'],
    remedy: 'Define cache_image, cache_list and cache_delete instead.',
  },
  get_task: { heirs: [], remedy: SAYS_NOTHING_ON_TASKS },
  get_tasks: { heirs: [], remedy: SAYS_NOTHING_ON_TASKS },
  add_task: { heirs: [], remedy: SAYS_NOTHING_ON_TASKS },
  modify_task: { heirs: [], remedy: SAYS_NOTHING_ON_TASKS },
  copy_from: { heirs: [], remedy: 'It belonged to the API version 1: leave it out.' },
}
