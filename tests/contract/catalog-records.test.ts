import { beforeEach, describe, expect, it } from 'vitest'
import { createCatalogRecords } from '#lib/db/catalog/catalog-records.ts'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createMetadefRecords } from '#lib/db/metadefs/metadef-records.ts'
import type { CatalogImage, CatalogRecords } from '#lib/domain/catalog.ts'
import { systemContext } from '#lib/domain/context.ts'
import type { Image } from '#lib/domain/image.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { newImage } from '#lib/domain/new-image.ts'
import type { ImageQuery } from '#lib/domain/query.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const ctx = systemContext('test')

function anEntry(id: string, attributes: Partial<Image> = {}): CatalogImage {
  const image = {
    ...newImage({}, { id, owner: 'red', nowMs: 1_000 }),
    ...{ status: 'active' as const, sizeBytes: 5, updatedAtMs: 2_000, tags: ['b', 'a'].sort() },
    properties: { os_distro: 'debian', arch: 'x86' },
    locations: [{ url: `file:///images/${id}`, storeId: 'file', metadata: { k: 'v' } }],
    ...attributes,
  }
  const member = {
    imageId: id,
    status: 'accepted' as const,
    createdAtMs: 1_500,
    updatedAtMs: 1_600,
    endsAtMs: null,
  }
  return {
    image,
    members: ['blue', 'green'].map((memberId) => ({ ...member, memberId })),
    deactivation: null,
  }
}

const QUERY: ImageQuery = { filters: [], sort: [], limit: 10, memberStatus: 'accepted', isHidden: false }

forEachDatabase((open) => {
  let database: Database
  let records: CatalogRecords
  let images: ReturnType<typeof createImageRecords>

  beforeEach(async () => {
    database = await open()
    records = createCatalogRecords(database)
    images = createImageRecords(database)
  })

  const take = (entry: CatalogImage) => records.take(ctx, entry, records.fingerprint(entry))
  const update = (entry: CatalogImage, here: string) =>
    records.update(ctx, entry.image.id, { source: records.fingerprint(entry), here, make: () => entry })
  const standingOf = async (id: string) => (await records.standings([id])).get(id)

  describe('an image that is taken from another catalog', () => {
    it('is written as it is, times and members too, and is known to be the same', async () => {
      const entry = anEntry('a')
      await take(entry)

      expect(await records.page(null, 10)).toEqual([entry])
      const hash = records.fingerprint(entry)
      expect(await standingOf('a')).toEqual({
        ...{ here: hash, isDeleted: false, taken: { source: hash, written: hash } },
      })
      await expect(take(entry)).rejects.toMatchObject({ code: 'conflict' })
    })

    it('becomes what a later version says, unless it was changed since it was looked at', async () => {
      await take(anEntry('a'))
      const here = (await standingOf('a'))?.here ?? ''
      const later: CatalogImage = {
        image: { ...anEntry('a').image, name: 'later', tags: ['c'], properties: {}, updatedAtMs: 9_000 },
        members: anEntry('a').members.slice(1),
        deactivation: null,
      }
      await update(later, here)

      expect(await records.page(null, 10)).toEqual([later])
      expect(await standingOf('a')).toMatchObject({ taken: { source: records.fingerprint(later) } })
      await expect(update(anEntry('a'), here)).rejects.toMatchObject({ code: 'stale' })
    })

    it('is known to be changed or deleted here', async () => {
      await take(anEntry('a'))
      const before = await images.get(ctx, 'a')
      const after = await images.save(ctx, { before, after: { ...before, name: 'mine' } })
      const standing = await standingOf('a')
      expect(standing?.here).not.toBe(standing?.taken?.written)

      await images.remove(ctx, after)
      expect(await standingOf('a')).toMatchObject({ here: null, isDeleted: true })
      expect(await standingOf('never')).toEqual({ here: null, isDeleted: false, taken: null })
    })

    it('is found by what it says, then and later', async () => {
      await take(anEntry('a', { name: 'sunflower' }))
      const find = async (text: string) =>
        (await images.list(ctx, { ...QUERY, filters: [{ on: 'search', text }] })).items.length
      expect(await find('sunflo')).toBe(1)

      const here = (await standingOf('a'))?.here ?? ''
      await update(anEntry('a', { name: 'marigold' }), here)
      expect(await find('sunflo')).toBe(0)
      expect(await find('marigo')).toBe(1)
    })

    it('is shared with its members at once', async () => {
      await take(anEntry('a'))
      const blue = { ...ctx, roles: ['reader'], projectId: 'blue' }
      expect((await images.list(blue, QUERY)).items.map(({ id }) => id)).toEqual(['a'])
    })
  })

  it('pages give every image once, in the order of ids', async () => {
    for (const id of ['c', 'a', 'b']) await take(anEntry(id))
    const first = await records.page(null, 2)
    const second = await records.page(first.at(-1)?.image.id ?? null, 2)
    expect([...first, ...second].map(({ image }) => image.id)).toEqual(['a', 'b', 'c'])
    expect(await records.takenIds('a', 10)).toEqual(['b', 'c'])
  })

  it('a namespace is taken, and not over one that was changed since it was looked at', async () => {
    const tree: NamespaceTree = {
      translations: {},
      ...{
        name: 'OS::Test',
        displayName: 'Test',
        description: null,
        visibility: 'public',
        isProtected: false,
      },
      ...{
        owner: 'red',
        createdAtMs: 1,
        updatedAtMs: 2,
        associations: [],
        properties: {},
        objects: [],
        tags: [],
      },
    }
    await records.takeNamespace(tree, null)
    const hash = records.namespaceFingerprint(tree)
    expect(await records.namespaceStanding('OS::Test')).toEqual({
      ...{ here: hash, isDeleted: false, taken: { source: hash, written: hash } },
    })
    await createMetadefRecords(database).change(ctx, 'OS::Test', (before) => ({
      ...before,
      displayName: 'Mine',
    }))
    await expect(records.takeNamespace(tree, hash)).rejects.toMatchObject({ code: 'stale' })
  })

  it('resource types are added once', async () => {
    const type = { name: 'OS::Test::Type', createdAtMs: 1, updatedAtMs: 2 }
    expect(await records.addResourceTypes([type])).toBe(1)
    expect(await records.addResourceTypes([type])).toBe(0)
  })
})
