import { beforeAll, expect, it } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createEventRecorder, createTransact } from '#lib/db/events/transact.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { actorOf } from '#lib/domain/events.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { adminOf, anImage, memberOf } from './image-records-builders.ts'

const ctx = { ...memberOf('alpha'), clientAddress: '192.0.2.7' }

forEachDatabase((open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })

  const recordsOf = (db: Database) => createImageRecords(db, () => 1_700_000_100_000)
  const eventsOf = (imageId: string) =>
    database.kysely.selectFrom('events').selectAll().where('image_id', '=', imageId).orderBy('id').execute()
  const typesOf = async (imageId: string) => (await eventsOf(imageId)).map((event) => event.type)

  it('records who did what from where, with the payload of the Image service', async () => {
    const image = anImage({ name: 'first', properties: { os_distro: 'debian' }, tags: ['a'] })
    await recordsOf(database).add(ctx, image)

    const [event] = await eventsOf(image.id)
    expect(event).toMatchObject({
      ...{ type: 'image.create', priority: 'INFO' },
      ...{ user_id: 'user of alpha', project_id: 'alpha', request_id: 'req-test', address: '192.0.2.7' },
      ...{ image_id: image.id, owner: 'alpha', visibility: 'shared', changes: null },
    })
    expect(JSON.parse(event?.payload ?? '')).toMatchObject({
      ...{ id: image.id, name: 'first', properties: { os_distro: 'debian' }, tags: ['a'], deleted: false },
    })
  })

  it('records what an update changed, and own events for what the Image service hides in it', async () => {
    const before = await recordsOf(database).add(ctx, anImage({ status: 'active', name: 'old' }))
    const after = { ...before, name: 'new', status: 'deactivated', visibility: 'private' } as const
    await recordsOf(database).save(adminOf('alpha'), { before, after })

    const [, update, ...own] = await eventsOf(before.id)
    expect(update).toMatchObject({ type: 'image.update', was_visibility: 'shared', visibility: 'private' })
    expect(JSON.parse(update?.changes ?? '')).toEqual({
      name: { before: 'old', after: 'new' },
      status: { before: 'active', after: 'deactivated' },
      visibility: { before: 'shared', after: 'private' },
    })
    expect(own.map((event) => event.type)).toEqual(['image.deactivate', 'image.visibility.update'])
  })

  it('records no change of a property that was hidden from whoever changed the image', async () => {
    const properties = { shown: 'a', hidden: 'b', gone: 'c' }
    const { properties: _, ...image } = await recordsOf(database).add(ctx, anImage({ properties }))
    const before = { ...image, properties: { shown: 'a', gone: 'c' } }
    const after = { ...image, properties: { shown: 'other' } }
    await recordsOf(database).save(ctx, { before, after })

    const [, update] = await eventsOf(image.id)
    expect(JSON.parse(update?.changes ?? '')).toEqual({
      'properties/shown': { before: 'a', after: 'other' },
      'properties/gone': { before: 'c', after: null },
    })
  })

  it('records the life of a share, in order', async () => {
    const records = recordsOf(database)
    const image = await records.add(ctx, anImage())
    await records.addMember(ctx, image, 'beta')
    await records.setMemberStatus(memberOf('beta'), image, 'beta', 'accepted')
    await records.removeMember(ctx, image, 'beta')
    await records.remove(ctx, image)
    expect(await typesOf(image.id)).toEqual([
      'image.create',
      ...['image.member.create', 'image.share.offer', 'image.member.update', 'image.share.accept'],
      ...['image.member.delete', 'image.share.withdraw', 'image.delete'],
    ])
  })

  it('records nothing of a change that fails', async () => {
    const records = recordsOf(database)
    const image = await records.add(ctx, anImage())
    const stale = { ...image, status: 'active' } as const
    await expect(records.save(ctx, { before: stale, after: { ...stale, name: 'x' } })).rejects.toThrow()
    await expect(records.add(ctx, image)).rejects.toThrow()
    await expect(records.removeMember(ctx, image, 'nobody')).rejects.toThrow()
    expect(await typesOf(image.id)).toEqual(['image.create'])
  })

  it('takes the change back when its event cannot be recorded', async () => {
    const image = anImage()
    const broken = {
      ...database,
      kysely: database.kysely.withPlugin({
        transformQuery({ node }) {
          if (node.kind === 'RawNode' && node.sqlFragments.join('').includes('into events'))
            throw new Error('no')
          return node
        },
        transformResult: async ({ result }) => result,
      }),
    }
    await expect(recordsOf(broken).add(ctx, image)).rejects.toThrow('no')
    await expect(recordsOf(database).get(ctx, image.id)).rejects.toThrow('was found')
    expect(await typesOf(image.id)).toEqual([])
  })

  it('announces what is committed, and nothing else', async () => {
    let announced = 0
    const stop = database.recorded.listen(() => {
      announced += 1
    })
    const image = await recordsOf(database).add(ctx, anImage())
    await expect(recordsOf(database).add(ctx, image)).rejects.toThrow()
    await createTransact(database)(async () => undefined)
    stop()
    expect(announced).toBe(1)
  })

  it('records what changes no row by itself', async () => {
    const image = anImage()
    await createEventRecorder(database).record(actorOf(ctx), [
      { type: 'image.send', image, sentBytes: 3, expectedBytes: 9 },
      { type: 'image.upload', image, failure: 'The data is no qcow2.' },
    ])
    const [send, failure] = await eventsOf(image.id)
    expect(send).toMatchObject({ type: 'image.send', priority: 'ERROR' })
    expect(JSON.parse(send?.payload ?? '')).toEqual({
      ...{ bytes_sent: 3, image_id: image.id, owner_id: 'alpha', destination_ip: '192.0.2.7' },
      ...{ receiver_tenant_id: 'alpha', receiver_user_id: 'user of alpha' },
    })
    expect(failure).toMatchObject({ type: 'image.upload', priority: 'ERROR' })
    expect(JSON.parse(failure?.payload ?? '')).toBe('The data is no qcow2.')
  })
})
