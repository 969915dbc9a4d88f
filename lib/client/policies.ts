import { queryOptions } from '@tanstack/react-query'
import type { RulesWire } from '../contract/rules-wire.ts'
import { requestJson } from './http.ts'

/** The rules of the site as they hold, for administrators. */
export function rulesOptions() {
  return queryOptions({
    queryKey: ['policies'],
    // Its files are followed: what is shown shall be what holds.
    staleTime: 0,
    queryFn: ({ signal }) => requestJson<RulesWire>('/v2/vitrine/policies', { signal }),
  })
}

export type RuleWire = RulesWire['rules'][number]

const MEANINGS: Readonly<Record<string, string>> = {
  context_is_admin: 'Counts as an administrator: sees every project’s images.',
  add_image: 'Create images.',
  get_images: 'List images.',
  get_image: 'See one image.',
  modify_image: 'Change an image: its name, properties, tags, protection.',
  delete_image: 'Delete an image.',
  publicize_image: 'Make an image public.',
  communitize_image: 'Make an image a community image.',
  upload_image: 'Upload an image’s data.',
  download_image: 'Download an image’s data.',
  download_from_store: 'Choose the store that data is downloaded from.',
  copy_image: 'Copy an image’s data into other stores.',
  deactivate: 'Deactivate an image.',
  reactivate: 'Reactivate an image.',
  get_image_location: 'See where an image’s data lies.',
  set_image_location: 'Say where an image’s data lies.',
  delete_image_location: 'Remove a place of an image’s data.',
  add_image_location: 'Register data that lies in a store already.',
  fetch_image_location: 'Learn places of data, as a service.',
  add_member: 'Share an image with a project.',
  delete_member: 'Stop sharing an image with a project.',
  get_member: 'See one project that an image is shared with.',
  get_members: 'See with whom an image is shared.',
  modify_member: 'Accept or reject a share, for the own project.',
  cache_image: 'Fetch an image into the cache.',
  cache_list: 'See what the cache holds.',
  cache_delete: 'Take an image out of the cache.',
  cache_clean: 'Clean the cache of broken downloads.',
  cache_prune: 'Shrink the cache to its limit.',
  list_cached_nodes: 'See which nodes have cached an image.',
  stores_info_detail: 'See the stores’ properties.',
  tasks_api_access: 'See and make tasks.',
  get_events: 'See what happened to the project’s images.',
  get_all_events: 'See what happened anywhere: the audit.',
  manage_webhooks: 'Say where events are sent.',
}

const VERBS: Readonly<Record<string, string>> = {
  get: 'See',
  list: 'List',
  add: 'Add',
  modify: 'Change',
  delete: 'Delete',
  remove: 'Remove',
}

/** What a rule decides, in words. Those of metadata definitions say it by their names. */
export function ruleMeaning(name: string): string {
  const [verb = '', ...thing] = name.split('_')
  return (
    MEANINGS[name] ?? `${VERBS[verb] ?? verb} ${thing.join(' ').replace('metadef', 'metadata definitions:')}.`
  )
}

/** Rules by what they are about. */
export function ruleGroup(name: string): string {
  if (name.includes('metadef')) return 'Metadata definitions'
  if (name.includes('member')) return 'Sharing'
  if (/cache|store|location|copy_image/.test(name)) return 'Data, stores and cache'
  return /event|webhook|task|context/.test(name) ? 'The site' : 'Images'
}
