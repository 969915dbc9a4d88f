import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createTrashRecords } from '#lib/db/trash-records.ts'
import { systemContext } from '#lib/domain/context.ts'
import { newImage } from '#lib/domain/new-image.ts'
import { locationLayer } from '#lib/layers/location.ts'
import { purgeImage, type RemovalDeps } from '#lib/layers/location-removal.ts'
import { forEachDatabase, type OpenTestDatabase } from '#tests/support/database.ts'

const ctx = systemContext('test')

/** Images with data in a store that only remembers what was removed, or refuses because the data is in use. */
async function openWorld(open: OpenTestDatabase, inUse: ReadonlySet<string> = new Set()) {
  const database = await open()
  let nowMs = 1000
  const records = createImageRecords(database, () => nowMs)
  const trash = createTrashRecords(database)
  const removed: string[] = []
  const deps = {
    stores: {
      holding: () => ({
        open: () => Promise.reject(new Error('not asked')),
        sizeOf: () => Promise.resolve(1),
        assertUnused: async (url: string) => {
          if (inUse.has(url)) throw new Error('in use')
        },
      }),
      factsOf: () => ({ weight: 0, isCached: false }),
      isDown: () => false,
    },
    doomed: { note: () => Promise.resolve() },
    removeDoomed: async (places) => void removed.push(...places.map(({ url }) => url)),
    uploads: { doom: () => Promise.resolve() },
    cache: null,
    trash,
    places: { isOthers: async () => false },
    nowMs: () => nowMs,
  } satisfies RemovalDeps
  const unused = () => Promise.reject(new Error('not asked'))
  const uploads = { ...deps.uploads, start: unused, receive: unused, finish: unused, abort: unused }
  return {
    ...{
      records,
      trash,
      removed,
      deps,
      images: locationLayer({
        imports: { start: async () => ({ taskId: null }) },
        ...deps,
        uploads,
      })(records),
    },
    setTime: (ms: number) => {
      nowMs = ms
    },
    async anActiveImage(url = `test:${randomUUID()}`) {
      const image = newImage({}, { id: randomUUID(), owner: 'project-a', nowMs })
      return records.add(ctx, {
        ...image,
        status: 'active',
        locations: [{ url, storeId: 'test', metadata: {} }],
      })
    },
  }
}

forEachDatabase((open) => {
  describe('the trash', () => {
    test('gives those that were deleted before a time, the longest ago first', async () => {
      const world = await openWorld(open)
      const [first, second, third] = [
        await world.anActiveImage(),
        await world.anActiveImage(),
        await world.anActiveImage(),
      ]
      for (const [image, ms] of [
        [second, 2000],
        [first, 3000],
        [third, 4000],
      ] as const) {
        world.setTime(ms)
        await world.images.remove(ctx, image)
      }
      expect(await world.trash.listDeletedBefore(4000, 10)).toEqual([second.id, first.id])
      expect(await world.trash.listDeletedBefore(4000, 1)).toEqual([second.id])
      expect(world.removed).toEqual([])
    })

    test('counts from the last deletion of an image that was restored in between', async () => {
      const world = await openWorld(open)
      const image = await world.anActiveImage()
      world.setTime(2000)
      await world.images.remove(ctx, image)
      const { image: before, statusBefore } = await world.trash.get(ctx, image.id)
      const restored = await world.images.save(ctx, { before, after: { ...before, status: statusBefore } })
      expect(await world.trash.listDeletedBefore(9000, 10)).toEqual([])
      world.setTime(5000)
      await world.images.remove(ctx, restored)
      expect(await world.trash.get(ctx, image.id)).toMatchObject({ deletedAtMs: 5000 })
    })

    test('is not emptied of an image that was restored since the scrubber looked', async () => {
      const world = await openWorld(open)
      const image = await world.anActiveImage()
      await world.images.remove(ctx, image)
      const { image: seen } = await world.trash.get(ctx, image.id)
      await world.images.save(ctx, { before: seen, after: { ...seen, status: 'active' } })

      await expect(purgeImage(world.deps, world.records, ctx, seen)).rejects.toMatchObject({
        code: 'not_found',
      })

      expect(world.removed).toEqual([])
      expect(await world.images.get(ctx, image.id)).toMatchObject({ status: 'active' })
    })

    test('loses an image with its data when the time has come', async () => {
      const world = await openWorld(open)
      const image = await world.anActiveImage('test:old')
      await world.images.remove(ctx, image)
      const { image: seen } = await world.trash.get(ctx, image.id)
      await purgeImage(world.deps, world.records, ctx, seen)
      expect(world.removed).toEqual(['test:old'])
      expect(await world.trash.list(ctx, { limit: 10 })).toEqual([])
    })
  })

  test('an image whose data is in use is not deleted', async () => {
    const world = await openWorld(open, new Set(['test:used']))
    const image = await world.anActiveImage('test:used')
    await expect(world.images.remove(ctx, image)).rejects.toThrow('in use')
    expect(await world.images.get(ctx, image.id)).toMatchObject({ status: 'active' })
    await expect(
      world.images.save(ctx, { before: image, after: { ...image, locations: [] } }),
    ).rejects.toThrow('in use')
    expect(world.removed).toEqual([])
  })
})
