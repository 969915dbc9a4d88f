import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createMetadefRecords } from '#lib/db/metadefs/metadef-records.ts'
import type { Context } from '#lib/domain/context.ts'
import { withNewTag } from '#lib/domain/metadefs/change-tree.ts'
import { loadDecision } from '#lib/domain/metadefs/load-modes.ts'
import type { MetadefRecords, NamespaceQuery } from '#lib/domain/metadefs/metadef-records.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const NOW = 1_800_000_000_000
const who = (projectId: string | null, roles: readonly string[]): Context => ({
  ...{
    userId: 'someone',
    userName: 'someone',
    projectId,
    projectName: projectId,
    roles,
    requestId: 'request',
  },
})
const admin = who('project-admin', ['admin', 'member', 'reader'])
const alice = who('project-a', ['member', 'reader'])
const bob = who('project-b', ['member', 'reader'])
const nobody = who(null, [])

function aTree(name: string, change: Partial<NamespaceTree> = {}): NamespaceTree {
  const times = { createdAtMs: NOW, updatedAtMs: NOW }
  return {
    translations: {},
    ...{ name, displayName: 'Größe 🎨', description: null, visibility: 'public', isProtected: false },
    ...{ owner: 'project-a', ...times },
    associations: [{ name: 'OS::Glance::Image', prefix: 'hw_', propertiesTarget: null, ...times }],
    properties: { zeta: { title: 'Z', type: 'integer', minimum: 0 }, alpha: { title: 'A', type: 'string' } },
    objects: [{ name: 'object', description: null, required: ['p'], properties: {}, ...times }],
    tags: [{ name: 'tag', ...times }],
    ...change,
  }
}
const query = (change: Partial<NamespaceQuery> = {}): NamespaceQuery => ({
  ...{ sortKey: 'namespace', sortDirection: 'asc', limit: 100 },
  ...change,
})
const rejectsWith = (code: string) => expect.objectContaining({ code })

forEachDatabase((openDatabase) => {
  let database: Database
  let records: MetadefRecords
  beforeAll(async () => {
    database = await openDatabase()
    records = createMetadefRecords(database)
  })
  const namesFor = async (ctx: Context, change: Partial<NamespaceQuery> = {}) =>
    (await records.list(ctx, query(change))).items.map(({ name }) => name)

  it('of each change a version is kept, also when the name changes', async () => {
    const tree = aTree('Kept::Versions')
    await records.add({ ...alice, userName: 'maker' }, tree)
    await records.change(admin, tree.name, (before) => ({ ...before, displayName: 'Second' }))
    await records.change(admin, tree.name, (before) => ({ ...before, name: 'Kept::Renamed' }))
    const versions = await records.versions('Kept::Renamed')
    expect(
      versions.map(({ number, userName, tree: { name, displayName } }) => [
        number,
        userName,
        name,
        displayName,
      ]),
    ).toEqual([
      [3, 'someone', 'Kept::Renamed', 'Second'],
      [2, 'someone', 'Kept::Versions', 'Second'],
      [1, 'maker', 'Kept::Versions', tree.displayName],
    ])
    expect(versions.at(-1)?.tree).toEqual(tree)
    expect(await records.versions('Kept::Versions')).toEqual([])
  })

  it('only so many versions are kept, and a change that is refused leaves none', async () => {
    const tree = aTree('Many::Versions')
    await records.add(alice, tree)
    for (let count = 0; count < 60; count += 1)
      await records.change(admin, tree.name, (before) => ({ ...before, displayName: `${count}` }))
    const refused = records.change(admin, tree.name, (before) => withNewTag(before, tree.tags[0] as never))
    await expect(refused).rejects.toEqual(rejectsWith('conflict'))
    const versions = await records.versions(tree.name)
    expect(versions.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => 61 - index))
  })

  describe('namespaces', () => {
    it('tell what happens to them, with it', async () => {
      const { name } = await records.add(alice, aTree('Told'))
      await records.change(alice, name, (tree) => ({ ...tree, tags: [] }))
      await expect(records.add(alice, aTree('Told'))).rejects.toEqual(rejectsWith('conflict'))
      await records.remove(alice, name, () => undefined)
      const events = await database.kysely
        .selectFrom('events')
        .select(['type', 'user_id'])
        .where('namespace', '=', name)
        .orderBy('id')
        .execute()
      expect(events.map((event) => event.type)).toEqual([
        ...['metadef_namespace.create', 'metadef_property.create', 'metadef_property.create'],
        ...['metadef_object.create', 'metadef_tag.create', 'metadef_resource_type.create'],
        ...['metadef_tag.delete', 'metadef_namespace.delete'],
      ])
      expect(new Set(events.map((event) => event.user_id))).toEqual(new Set(['someone']))
    })

    it('come back as they were added, keys in their order', async () => {
      const tree = aTree('Round::Trip')
      await records.add(alice, tree)
      const read = await records.get(bob, tree.name)
      expect(read).toEqual(tree)
      expect(Object.keys(read.properties)).toEqual(['zeta', 'alpha'])
    })

    it('have a name that nobody else can take, seen or not', async () => {
      await records.add(alice, aTree('Taken', { visibility: 'private' }))
      await expect(records.add(alice, aTree('Taken', { owner: 'project-b' }))).rejects.toEqual(
        rejectsWith('conflict'),
      )
      await records.add(alice, aTree('Free'))
      await expect(records.change(bob, 'Free', (before) => ({ ...before, name: 'Taken' }))).rejects.toEqual(
        rejectsWith('conflict'),
      )
      expect((await records.get(admin, 'Free')).name).toBe('Free')
    })

    it('that are private are there for their project and administrators only', async () => {
      await records.add(alice, aTree('Private', { visibility: 'private' }))
      await records.add(alice, aTree('Ownerless', { visibility: 'private', owner: null }))
      expect((await records.get(alice, 'Private')).name).toBe('Private')
      expect((await records.get(admin, 'Ownerless')).name).toBe('Ownerless')
      for (const ctx of [bob, nobody]) {
        await expect(records.get(ctx, 'Private')).rejects.toEqual(rejectsWith('not_found'))
        await expect(records.get(ctx, 'Ownerless')).rejects.toEqual(rejectsWith('not_found'))
        await expect(records.change(ctx, 'Private', (tree) => tree)).rejects.toEqual(rejectsWith('not_found'))
        await expect(records.remove(ctx, 'Private', () => undefined)).rejects.toEqual(
          rejectsWith('not_found'),
        )
        expect(await namesFor(ctx)).not.toContain('Private')
        expect(await namesFor(ctx)).not.toContain('Ownerless')
        await expect(records.list(ctx, query({ marker: 'Private' }))).rejects.toEqual(
          rejectsWith('not_found'),
        )
      }
      expect(await namesFor(alice)).toContain('Private')
      expect(await namesFor(admin)).toEqual(expect.arrayContaining(['Private', 'Ownerless']))
    })

    it('take their associations along when they are renamed, and away when they are removed', async () => {
      await records.add(alice, aTree('Before', { associations: [association('Site::Renamed')] }))
      await records.change(admin, 'Before', (tree) => ({ ...tree, name: 'After' }))
      expect(await namesFor(admin, { resourceTypes: ['Site::Renamed'] })).toEqual(['After'])
      await records.remove(admin, 'After', () => undefined)
      expect(await namesFor(admin, { resourceTypes: ['Site::Renamed'] })).toEqual([])
      expect((await records.resourceTypes()).map(({ name }) => name)).toContain('Site::Renamed')
    })

    it('stay as they are when the change or the check throws', async () => {
      await records.add(alice, aTree('Steady'))
      const refuse = () => {
        throw new Error('no')
      }
      await expect(records.change(admin, 'Steady', refuse)).rejects.toThrow('no')
      await expect(records.remove(admin, 'Steady', refuse)).rejects.toThrow('no')
      expect(await records.get(admin, 'Steady')).toEqual(aTree('Steady'))
    })

    it('lose no change when many happen at once', async () => {
      await records.add(alice, aTree('Busy', { tags: [] }))
      const wanted = Array.from({ length: 12 }, (_, index) => `tag-${String(index).padStart(2, '0')}`)
      await Promise.all(
        wanted.map((name) =>
          records.change(admin, 'Busy', (tree) =>
            withNewTag(tree, { name, createdAtMs: NOW, updatedAtMs: NOW }),
          ),
        ),
      )
      const { tags } = await records.get(admin, 'Busy')
      expect(tags.map(({ name }) => name).sort()).toEqual(wanted)
    })
  })

  describe('lists', () => {
    beforeAll(async () => {
      await records.unload()
      const at = (createdAtMs: number, ...types: string[]) => ({
        ...{ createdAtMs, updatedAtMs: 100 - createdAtMs },
        associations: types.map(association),
      })
      await records.add(alice, aTree('b', at(1, 'x', 'y')))
      await records.add(alice, aTree('a', at(2, 'y')))
      await records.add(alice, aTree('C', { ...at(2), visibility: 'private' }))
      await records.add(alice, aTree('d', at(3, 'z')))
    })

    it.each([
      [{}, ['C', 'a', 'b', 'd']],
      [{ sortDirection: 'desc' }, ['d', 'b', 'a', 'C']],
      [{ sortKey: 'created_at' }, ['b', 'C', 'a', 'd']],
      [{ sortKey: 'created_at', sortDirection: 'desc' }, ['d', 'a', 'C', 'b']],
      [{ sortKey: 'updated_at' }, ['d', 'C', 'a', 'b']],
      [{ visibility: 'public' }, ['a', 'b', 'd']],
      [{ visibility: 'private' }, ['C']],
      [{ resourceTypes: ['y'] }, ['a', 'b']],
      [{ resourceTypes: ['x', 'z', 'unknown'] }, ['b', 'd']],
      [{ resourceTypes: ['unknown'] }, []],
      [{ limit: 0 }, []],
    ] as [Partial<NamespaceQuery>, string[]][])('for %j are %j', async (change, names) => {
      expect(await namesFor(admin, change)).toEqual(names)
    })

    it.each(['namespace', 'created_at', 'updated_at'] as const)(
      'by %s give each one once, page by page',
      async (sortKey) => {
        for (const sortDirection of ['asc', 'desc'] as const) {
          const whole = await namesFor(admin, { sortKey, sortDirection })
          expect(await pageByPage({ sortKey, sortDirection, limit: 1 })).toEqual(whole)
        }
      },
    )

    async function pageByPage(change: Partial<NamespaceQuery>, marker?: string): Promise<string[]> {
      const { items, isFull } = await records.list(
        admin,
        query({ ...change, ...(marker === undefined ? {} : { marker }) }),
      )
      const names = items.map(({ name }) => name)
      return isFull ? [...names, ...(await pageByPage(change, names.at(-1)))] : names
    }

    it('name the associations of each', async () => {
      const { items } = await records.list(admin, query())
      expect(items.map(({ associations }) => associations.map(({ name }) => name))).toEqual([
        [],
        ['y'],
        ['x', 'y'],
        ['z'],
      ])
    })
  })

  describe('folders', () => {
    it('are loaded whole or not at all', async () => {
      await records.unload()
      const decide = loadDecision('replace')
      const broken = loadOf('second', () => {
        throw new Error('no')
      })
      await expect(records.load([aTree('first'), aTree('second')], broken)).rejects.toThrow('no')
      expect(await records.isEmpty()).toBe(true)
      expect(await records.load([aTree('first'), aTree('second')], decide)).toEqual({
        written: 2,
        unchanged: 0,
      })
      expect(await records.load([aTree('first'), aTree('second')], decide)).toEqual({
        written: 0,
        unchanged: 2,
      })
      expect(await records.all()).toEqual([aTree('first'), aTree('second')])
    })

    it('are unloaded by the names in them, protected or not', async () => {
      await records.unload()
      await records.load([aTree('kept'), aTree('gone', { isProtected: true })], loadDecision('skip'))
      expect(await records.unload(['gone', 'unknown'])).toBe(1)
      expect((await records.all()).map(({ name }) => name)).toEqual(['kept'])
    })
  })

  it('know the usual types of things from the beginning', async () => {
    const names = (await records.resourceTypes()).map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['OS::Cinder::Volume', 'OS::Glance::Image', 'OS::Nova::Flavor']),
    )
  })
})

function association(name: string) {
  return { name, prefix: null, propertiesTarget: null, createdAtMs: NOW, updatedAtMs: NOW }
}

/** Loads all, and does something else for one of them. */
function loadOf(name: string, otherwise: () => never) {
  return (_: NamespaceTree | null, incoming: NamespaceTree) =>
    incoming.name === name ? otherwise() : incoming
}
