import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createEventLog } from '#lib/db/events/event-log.ts'
import { createSharingDebts } from '#lib/db/stores/sharing-debts.ts'
import type { DataReaders } from '#lib/domain/data-readers.ts'
import type { ReadableStore } from '#lib/stores/store.ts'
import { followSharing } from '#lib/upkeep/follow-sharing.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import { unaborted } from './upload-world.ts'

forEachDatabase((open) => {
  let api: TestApi
  let clock: ManualClock
  let told: { readonly url: string; readonly readers: DataReaders }[]
  let reports: string[]
  /** What happens while the store is told. */
  let meanwhile: () => Promise<void>
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())
  beforeEach(async () => {
    told = []
    reports = []
    meanwhile = async () => undefined
    clock = createManualClock()
    position = await createEventLog(api.runtime.database).last()
  })
  let position = 0

  const store: ReadableStore = {
    id: 'file',
    open: () => expect.unreachable(),
    sizeOf: () => expect.unreachable(),
    async setReaders(url, readers) {
      await meanwhile()
      told.push({ url, readers })
    },
  }
  const follow = () =>
    followSharing({
      ...{ debts: createSharingDebts(api.runtime.database), stores: [store], clock },
      report: (imageId) => reports.push(imageId),
    })
  /** What was recorded until now reaches the sink. */
  const deliver = async () => {
    const events = await createEventLog(api.runtime.database).after(position, 1000)
    position = events.at(-1)?.id ?? position
    await follow().sink.deliver(events, unaborted)
  }
  const work = () => follow().job.run(unaborted)
  const change = (id: string, path: string, value: unknown) =>
    api.ask('PATCH', `/v2/images/${id}`, {
      ...{ as: 'admin', body: [{ op: 'replace', path, value }] },
      headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
    })
  const invite = (id: string, member: string) =>
    api.ask('POST', `/v2/images/${id}/members`, { as: 'admin', body: { member } })
  const anImage = async (attributes: Record<string, unknown> = {}) =>
    (await api.createActive('data', { owner: 'project-red', visibility: 'shared', ...attributes })).id
  const readersNow = async () => {
    await deliver()
    await work()
    return told.at(-1)?.readers
  }

  it('a store is told who may read as often as that changes: members, visibility, owner, deactivation', async () => {
    const id = await anImage()
    expect(await readersNow()).toEqual(['project-red'])
    await invite(id, 'project-blue')
    expect(await readersNow()).toEqual(['project-red', 'project-blue'])
    await change(id, '/visibility', 'private')
    expect(await readersNow()).toEqual(['project-red'])
    await change(id, '/visibility', 'community')
    expect(await readersNow()).toBe('everyone')
    await api.ask('POST', `/v2/images/${id}/actions/deactivate`, { as: 'admin' })
    expect(await readersNow()).toEqual([])
    await api.ask('POST', `/v2/images/${id}/actions/reactivate`, { as: 'admin' })
    await change(id, '/visibility', 'shared')
    await change(id, '/owner', 'project-green')
    expect(await readersNow()).toEqual(['project-green', 'project-blue'])
    await api.ask('DELETE', `/v2/images/${id}/members/project-blue`, { as: 'admin' })
    expect(await readersNow()).toEqual(['project-green'])
  })

  it('several changes are told once, as the image is in the end; images without data there are not', async () => {
    const id = await anImage()
    await invite(id, 'project-blue')
    await api.createImage({ name: 'without data' })
    await deliver()
    await work()
    expect(told).toMatchObject([{ readers: ['project-red', 'project-blue'] }])
    await work()
    expect(told).toHaveLength(1)
    await api.ask('GET', `/v2/images/${id}/file`)
    await readersNow()
    expect(told).toHaveLength(1)
  })

  it('a store that is down is told when it is back, however long that takes and though the events are gone', async () => {
    const id = await anImage()
    await readersNow()
    await invite(id, 'project-blue')
    meanwhile = async () => {
      throw new Error('The store is down.')
    }
    await deliver()
    await createEventLog(api.runtime.database).removeOlderThan(Date.now() + 1000, 1000)
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await work()
      clock.advance(61_000)
    }
    expect([told.length, reports]).toEqual([1, [id]])
    meanwhile = async () => undefined
    await work()
    expect(told.at(-1)?.readers).toEqual(['project-red', 'project-blue'])
    await work()
    expect(told).toHaveLength(2)
  })

  it('what changes while the store is being told is told after it, by one at a time', async () => {
    const id = await anImage()
    await deliver()
    let isFirst = true
    meanwhile = async () => {
      if (!isFirst) return
      isFirst = false
      await invite(id, 'project-blue')
      await deliver()
      // Another node finds nothing to do.
      await work()
      expect(told).toEqual([])
    }
    await work()
    expect(told.map(({ readers }) => readers)).toEqual([['project-red'], ['project-red', 'project-blue']])
  })

  it('whoever dies at it is followed after a minute', async () => {
    const id = await anImage()
    await deliver()
    const debts = createSharingDebts(api.runtime.database)
    const nowMs = clock.nowMs()
    expect(await debts.take(nowMs, nowMs + 60_000)).toMatchObject({ imageId: id })
    await work()
    expect(told).toEqual([])
    clock.advance(60_001)
    await work()
    expect(told).toHaveLength(1)
  })

  it('of an image that is gone nothing is told', async () => {
    const id = await anImage({ name: randomUUID() })
    await deliver()
    await api.ask('DELETE', `/v2/images/${id}`, { as: 'admin' })
    await work()
    expect(told).toEqual([])
    expect(await createSharingDebts(api.runtime.database).read(id)).toBeNull()
  })
})
