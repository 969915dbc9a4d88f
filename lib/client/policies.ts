import { queryOptions } from '@tanstack/react-query'
import type { Messages } from '../../messages/messages.ts'
import type { RulesWire } from '../contract/rules-wire.ts'
import { requestJson } from './http.ts'
import type { Translate } from './words.ts'

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

/** What a rule decides, in words. Those of metadata definitions say it by their names. */
export function ruleMeaning(name: string, t: Translate<'policies'>): string {
  if (isExplained(name, t)) return t(`meaning.${name}`)
  const [verb = '', ...rest] = name.split('_')
  const isOfMetadefs = rest[0] === 'metadef'
  const thing = (isOfMetadefs ? rest.slice(1) : rest).join(' ')
  return t(isOfMetadefs ? 'metadef' : 'unknown', { verb, thing })
}

type Explained = keyof Messages['policies']['meaning']

function isExplained(name: string, t: Translate<'policies'>): name is Explained {
  return /^\w+$/.test(name) && t.has(`meaning.${name as Explained}`)
}

export type RuleGroup = keyof Messages['policies']['group']

/** Rules by what they are about. */
export function ruleGroup(name: string): RuleGroup {
  if (name.includes('metadef')) return 'metadefs'
  if (name.includes('member')) return 'sharing'
  if (/cache|store|location|copy_image/.test(name)) return 'data'
  return /event|webhook|task|context/.test(name) ? 'site' : 'images'
}
