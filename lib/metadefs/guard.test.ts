import { describe, expect, it } from 'vitest'
import { systemContext } from '#lib/domain/context.ts'
import type { MetadefRecords } from '#lib/domain/metadefs/metadef-records.ts'
import type { MetadefRule } from '#lib/domain/metadefs/metadefs.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { ALLOWED, refused } from '#lib/domain/verdict.ts'
import { guardMetadefs } from './guard.ts'

const ctx = systemContext('request')
const times = { createdAtMs: 1, updatedAtMs: 1 }
const tree: NamespaceTree = {
  translations: {},
  ...{ name: 'Site::Things', displayName: null, description: null, visibility: 'public', isProtected: false },
  ...{ owner: null, ...times },
  associations: [{ name: 'OS::Glance::Image', prefix: null, propertiesTarget: null, ...times }],
  properties: { one: { title: 'One', type: 'string' } },
  objects: [{ name: 'one', description: null, required: [], properties: {}, ...times }],
  tags: [{ name: 'one', ...times }],
}

/** Definitions of one namespace under a site's policy that refuses one thing. */
function metadefsWithout(rule: MetadefRule) {
  const records: Pick<MetadefRecords, 'list' | 'get' | 'add' | 'change' | 'remove'> = {
    list: async () => ({ items: [tree], isFull: true }),
    get: async () => tree,
    add: async (_ctx, added) => added,
    change: async (_ctx, _name, change) => change(tree),
    remove: async (_ctx, _name, check) => check(tree),
  }
  return guardMetadefs(records as MetadefRecords, {
    check: (asked) => (asked === rule ? refused('The site says no.') : ALLOWED),
  })
}
const query = { sortKey: 'namespace', sortDirection: 'asc', limit: 1 } as const
const failsWith = (code: string) => expect.objectContaining({ code })

describe("a site's own policy", () => {
  it('makes namespaces that may not be read look absent, to every verb', async () => {
    const metadefs = metadefsWithout('get_metadef_namespace')
    await expect(metadefs.get(ctx, tree.name, 'get_metadef_tags')).rejects.toEqual(failsWith('not_found'))
    const changed = metadefs.change(ctx, tree.name, 'add_metadef_tag', (before) => before)
    await expect(changed).rejects.toEqual(failsWith('not_found'))
    await expect(metadefs.remove(ctx, tree.name)).rejects.toEqual(failsWith('not_found'))
    expect((await metadefs.list(ctx, query)).items).toEqual([])
  })

  it.each([
    'add_metadef_namespace',
    'add_metadef_resource_type_association',
    'add_metadef_property',
    'add_metadef_object',
    'add_metadef_tag',
  ] as const)('that refuses %s refuses a whole tree with such a part', async (rule) => {
    await expect(metadefsWithout(rule).add(ctx, tree)).rejects.toEqual(failsWith('forbidden'))
  })

  it('that refuses a part of a namespace leaves the rest', async () => {
    const metadefs = metadefsWithout('get_metadef_objects')
    await expect(metadefs.get(ctx, tree.name, 'get_metadef_objects')).rejects.toEqual(failsWith('forbidden'))
    expect(await metadefs.get(ctx, tree.name, 'get_metadef_tags')).toBe(tree)
  })
})
