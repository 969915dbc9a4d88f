import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { adminOf, anImage, aQuery, idsOf, memberOf } from './image-records-builders.ts'

const NOW_MS = 1_800_000_000_000
const owner = memberOf('alpha')

forEachDatabase((open) => {
  let database: Database
  let records: ImageRecords
  beforeAll(async () => {
    database = await open()
    records = createImageRecords(database, () => NOW_MS)
  })

  const added = (facts?: Parameters<typeof anImage>[0]) => records.add(owner, anImage(facts))

  describe('adding', () => {
    it('gives back the image as it was added, with all its parts', async () => {
      const image = anImage({
        name: 'Ünïcødé 🐧',
        status: 'active',
        visibility: 'community',
        isProtected: true,
        isHidden: true,
        owner: null,
        diskFormat: 'qcow2',
        containerFormat: 'bare',
        minDiskGb: 2 ** 31 - 1,
        minRamMb: 512,
        sizeBytes: 2 ** 40 + 1,
        virtualSizeBytes: Number.MAX_SAFE_INTEGER,
        checksum: 'd41d8cd98f00b204e9800998ecf8427e',
        hashAlgo: 'sha512',
        hashValue: 'ab'.repeat(64),
        createdAtMs: 1_700_000_000_123,
        updatedAtMs: 1_700_000_000_456,
        tags: ['Zebra', 'apple', 'ärger'],
        properties: {
          os_distro: 'debian',
          empty: '',

          long: 'x'.repeat(100_000),
          'with "quotes"': "and 'more'",
        },
        locations: [
          { url: 'file:///b', storeId: 'two', metadata: { region: 'one' } },
          { url: 'file:///a', storeId: 'one', metadata: {} },
        ],
      })
      expect(await records.add(owner, image)).toEqual(image)
      expect(await records.get(adminOf('ops'), image.id)).toEqual(image)
      const named = aQuery({
        isHidden: true,
        visibility: 'community',
        filters: [{ on: 'column', column: 'id', comparison: 'eq', value: image.id }],
      })
      expect((await records.list(owner, named)).items).toEqual([image])
    })

    it('keeps a property named __proto__', async () => {
      const properties = JSON.parse('{"__proto__":"kept","constructor":"too"}') as Record<string, string>
      const image = await added({ properties })
      expect(Object.entries(image.properties).sort()).toEqual([
        ['__proto__', 'kept'],
        ['constructor', 'too'],
      ])
    })

    it('refuses an id in use, also in other letters', async () => {
      const image = await added({ id: 'ABCDEF01-0000-4000-8000-00000000000a' })
      await expect(records.add(owner, anImage({ id: image.id }))).rejects.toMatchObject({ code: 'conflict' })
      await expect(records.add(owner, anImage({ id: image.id.toLowerCase() }))).rejects.toMatchObject({
        code: 'conflict',
      })
    })

    it('lets one of many win who want the same id at once, and the others leave nothing behind', async () => {
      const { id } = anImage()
      const attempts = Array.from({ length: 8 }, (_, n) =>
        records.add(owner, anImage({ id, properties: { n: `${n}` }, tags: [`tag${n}`] })),
      )
      const outcomes = await Promise.allSettled(attempts)
      const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
      expect(won).toHaveLength(1)
      expect(await records.get(owner, id)).toEqual(won[0])
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' })
      }
    })
  })

  describe('getting', () => {
    it('knows ids in their own spelling only', async () => {
      const image = await added({ id: 'ABCDEF01-0000-4000-8000-00000000000b' })
      expect(await records.get(owner, image.id)).toEqual(image)
      await expect(records.get(owner, image.id.toLowerCase())).rejects.toMatchObject({ code: 'not_found' })
    })
  })

  describe('saving', () => {
    it('writes the difference and leaves what others changed meanwhile', async () => {
      const before = await added({ name: 'old', tags: ['a', 'b'], properties: { one: '1', two: '2' } })
      await records.save(owner, {
        before,
        after: {
          ...before,
          minRamMb: 7,
          tags: ['a', 'b', 'c'],
          properties: { ...before.properties, three: '3' },
        },
      })
      const saved = await records.save(owner, {
        before,
        after: { ...before, name: 'new', tags: ['b'], properties: { one: '1', two: 'II', four: '4' } },
      })
      expect(saved).toMatchObject({ name: 'new', minRamMb: 7, tags: ['b', 'c'] })
      expect(saved.properties).toEqual({ one: '1', two: 'II', three: '3', four: '4' })
      expect(await records.get(owner, before.id)).toEqual(saved)
    })

    it('writes absent values, locations in their order, and every plain field', async () => {
      const before = await added({
        name: 'x',
        diskFormat: 'raw',
        containerFormat: 'bare',
        sizeBytes: 5,
        virtualSizeBytes: 6,
        checksum: 'c',
        hashAlgo: 'h',
        hashValue: 'v',
      })
      const after = {
        ...before,
        ...{ name: null, diskFormat: null, containerFormat: null, sizeBytes: null, virtualSizeBytes: null },
        ...{
          checksum: null,
          hashAlgo: null,
          hashValue: null,
          owner: null,
          isProtected: true,
          isHidden: true,
          minDiskGb: 3,
        },
        visibility: 'public' as const,
        locations: ['file:///2', 'file:///1'].map((url) => ({ url, storeId: 's', metadata: { url } })),
      }
      const saved = await records.save(owner, { before, after })
      expect(saved).toEqual({ ...after, updatedAtMs: NOW_MS })
      const swapped = { ...saved, locations: saved.locations.toReversed() }
      expect((await records.save(owner, { before: saved, after: swapped })).locations).toEqual(
        swapped.locations,
      )
    })

    it('moves updatedAtMs on with every change, even when the clock stands still or goes back', async () => {
      const first = await added({ updatedAtMs: NOW_MS + 5000 })
      const second = await records.save(owner, { before: first, after: { ...first, name: '2' } })
      const third = await records.save(owner, { before: second, after: { ...second, tags: ['3'] } })
      expect(second.updatedAtMs).toBeGreaterThan(first.updatedAtMs)
      expect(third.updatedAtMs).toBeGreaterThan(second.updatedAtMs)
      expect(third.createdAtMs).toBe(first.createdAtMs)
    })

    it('changes nothing, not even the time, when there is no difference', async () => {
      const image = await added({ tags: ['a'] })
      expect(await records.save(owner, { before: image, after: image })).toEqual(image)
    })

    it('is a conflict when the status is another one by now', async () => {
      const before = await added()
      await records.save(owner, { before, after: { ...before, status: 'saving' } })
      const late = records.save(owner, { before, after: { ...before, name: 'late', tags: ['late'] } })
      await expect(late).rejects.toMatchObject({ code: 'conflict' })
      expect(await records.get(owner, before.id)).toMatchObject({ name: null, tags: [], status: 'saving' })
    })

    it('is stale when anything has changed and the change is meant for that version alone', async () => {
      const before = await added()
      await records.save(owner, { before, after: { ...before, tags: ['other'] } })
      const late = records.save(owner, { before, after: { ...before, name: 'late' }, isExact: true })
      await expect(late).rejects.toMatchObject({ code: 'stale' })
    })

    it('finds no image that is gone or never was', async () => {
      const before = await added()
      await records.remove(owner, before)
      const late = records.save(owner, { before, after: { ...before, name: 'late' } })
      await expect(late).rejects.toMatchObject({ code: 'not_found' })
      const unknown = anImage()
      await expect(records.save(owner, { before: unknown, after: unknown })).rejects.toMatchObject({
        code: 'not_found',
      })
    })

    it('lets one of many change the status when all try at once', async () => {
      const before = await added()
      const attempts = Array.from({ length: 8 }, () =>
        records.save(owner, { before, after: { ...before, status: 'saving' } }),
      )
      const outcomes = await Promise.allSettled(attempts)
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' })
      }
    })

    it('keeps what each of many writes at once, and one of the values where they disagree', async () => {
      const before = await added()
      const numbers = Array.from({ length: 8 }, (_, n) => `${n}`)
      await Promise.all(
        numbers.map((n) =>
          records.save(owner, {
            before,
            after: { ...before, tags: ['same', n].sort(), properties: { same: n, [`own${n}`]: n } },
          }),
        ),
      )
      const { tags, properties } = await records.get(owner, before.id)
      expect(tags).toEqual([...numbers, 'same'])
      expect(numbers).toContain(properties.same)
      expect(Object.keys(properties)).toHaveLength(1 + numbers.length)
    })
  })

  describe('removing', () => {
    it('removes the image from everything and keeps its id from being used again', async () => {
      const image = await added({ tags: ['gone'], visibility: 'public', properties: { gone: 'yes' } })
      await records.addMember(owner, image, 'beta')
      await records.remove(owner, image)
      await expect(records.get(adminOf('ops'), image.id)).rejects.toMatchObject({ code: 'not_found' })
      expect((await records.list(owner, aQuery({ filters: [{ on: 'tag', tag: 'gone' }] }))).items).toEqual([])
      expect(await records.listMembers(owner, image)).toEqual([])
      await expect(records.add(owner, anImage({ id: image.id }))).rejects.toMatchObject({ code: 'conflict' })
      await expect(records.add(owner, anImage({ id: image.id.toUpperCase() }))).rejects.toMatchObject({
        code: 'conflict',
      })
    })

    it('remembers whose image it was and when it went', async () => {
      const image = await added({ name: 'remembered' })
      await records.remove(owner, image)
      const tombstones = await database.kysely
        .selectFrom('image_tombstones')
        .selectAll()
        .where('id', '=', image.id)
        .execute()
      expect(tombstones).toMatchObject([{ owner: 'alpha', name: 'remembered', deleted_at_ms: NOW_MS }])
    })

    it('finds nothing to remove the second time, also when both come at once', async () => {
      const image = await added()
      const outcomes = await Promise.allSettled([records.remove(owner, image), records.remove(owner, image)])
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
      await expect(records.remove(owner, image)).rejects.toMatchObject({ code: 'not_found' })
    })

    it('never lets an id come back, however removal and addition meet', async () => {
      for (let round = 0; round < 20; round++) {
        const image = await added()
        const [, again] = await Promise.allSettled([records.remove(owner, image), records.add(owner, image)])
        expect(again).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } })
        expect(idsOf((await records.list(owner, aQuery())).items)).not.toContain(image.id)
      }
    })
  })
})
