import { expect, it } from 'vitest'
import { createImageRecords } from '#lib/db/image-records.ts'
import { systemContext } from '#lib/domain/context.ts'
import type { Image } from '#lib/domain/image.ts'
import { forEachDatabase } from '#tests/support/database.ts'

forEachDatabase((open) => {
  it('keeps an image from its creation to its deletion', async () => {
    const records = createImageRecords(await open())
    const ctx = systemContext('r')
    const member = { ...ctx, projectId: 'p', roles: ['member'] }
    const image: Image = {
      id: '11111111-1111-4111-8111-111111111111',
      name: 'N',
      status: 'queued',
      visibility: 'shared',
      isProtected: false,
      isHidden: false,
      owner: 'o',
      diskFormat: 'raw',
      containerFormat: 'bare',
      minDiskGb: 0,
      minRamMb: 0,
      sizeBytes: null,
      virtualSizeBytes: null,
      checksum: null,
      hashAlgo: null,
      hashValue: null,
      createdAtMs: 5,
      updatedAtMs: 5,
      tags: ['a', 'b'],
      properties: { x: 'y' },
      locations: [{ url: 'file:///x', storeId: 's', metadata: { m: '1' } }],
    }
    expect(await records.add(ctx, image)).toEqual(image)
    expect(await records.get(ctx, image.id)).toEqual(image)
    await expect(records.get(member, image.id)).rejects.toThrow()
    await records.addMember(ctx, image, 'p')
    expect(await records.get(member, image.id)).toEqual(image)
    const q = { filters: [], memberStatus: 'all', isHidden: false, sort: [], limit: 10 } as const
    expect((await records.list(member, q)).items).toEqual([image])
    const saved = await records.save(ctx, {
      before: image,
      after: { ...image, name: 'M', tags: ['b', 'c'], properties: { x: 'z' } },
    })
    expect(saved.name).toBe('M')
    expect(
      await records.list(member, {
        ...q,
        sort: [
          { key: 'name', direction: 'asc' },
          { key: 'size', direction: 'desc' },
        ],
        filters: [
          { on: 'search', text: 'm' },
          { on: 'tag', tag: 'c' },
          { on: 'property', name: 'x', value: 'z' },
        ],
      }),
    ).toEqual({ items: [saved], isFull: false })
    expect(
      await records.list(member, {
        ...q,
        marker: image.id,
        sort: [
          { key: 'name', direction: 'asc' },
          { key: 'size', direction: 'desc' },
        ],
      }),
    ).toEqual({ items: [], isFull: false })
    expect(await records.setMemberStatus(ctx, image, 'p', 'accepted')).toMatchObject({ status: 'accepted' })
    await records.remove(ctx, image)
    await expect(records.add(ctx, image)).rejects.toThrow(/was in use/)
  })
})
