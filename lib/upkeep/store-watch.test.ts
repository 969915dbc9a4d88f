import { describe, expect, it } from 'vitest'
import { DomainError } from '#lib/domain/errors.ts'
import type { EventDraft } from '#lib/domain/events.ts'
import type { StoreCapacity } from '#lib/domain/store-reports.ts'
import { createStoreRegistry } from '#lib/stores/registry.ts'
import type { ReadableStore } from '#lib/stores/store.ts'
import { createStoreWatch, type StoreWatchDeps } from './store-watch.ts'

/** A store whose answers the test decides. */
function openWorld(deps: Partial<StoreWatchDeps> = {}) {
  const answers: (() => Promise<void>)[] = []
  let capacity: StoreCapacity | null = null
  const store: ReadableStore = {
    id: 'disk',
    open: () => Promise.reject(new Error('never read')),
    sizeOf: () => Promise.reject(new Error('never measured')),
    probe: () => (answers.shift() ?? (() => Promise.resolve()))(),
    capacity: () => Promise.resolve(capacity),
  }
  const told: EventDraft[] = []
  const stores = createStoreRegistry([store], 'disk')
  const watch = createStoreWatch({
    ...{ stores, node: 'node-1', everyMs: 1000, timeoutMs: 50, fillAlarmPercent: 90 },
    events: { record: async (_actor, events) => void told.push(...events) },
    ...{ nowMs: () => 1, random: () => 0.5, wait: async () => undefined, onProbe: () => undefined },
    ...deps,
  })
  const fail = () => Promise.reject(new DomainError('unavailable', 'The disk is gone.'))
  return {
    ...{ stores, watch, answers, fail },
    types: () => told.map(({ type }) => type),
    told,
    fillTo: (percent: number) => {
      capacity = { totalBytes: 1000, freeBytes: 1000 - percent * 10 }
    },
  }
}

describe('watching stores', () => {
  it('tells once that a store does not work, and once that it does again', async () => {
    const { watch, answers, fail, types, told, stores } = openWorld()
    await watch.probe('disk')
    answers.push(fail, fail, fail)
    expect(await watch.probe('disk')).toMatchObject({ state: 'down', reason: 'The disk is gone.' })
    expect(stores.isDown('disk')).toBe(true)
    await watch.probe('disk')
    expect(await watch.probe('disk')).toMatchObject({ state: 'up', reason: null })
    expect(stores.isDown('disk')).toBe(false)
    expect(types()).toEqual(['store.down', 'store.up'])
    expect(told[0]).toMatchObject({ store: { id: 'disk', reason: 'The disk is gone.', node: 'node-1' } })
  })

  it('takes one lost answer for nothing', async () => {
    const { watch, answers, fail, types } = openWorld()
    answers.push(fail)
    expect((await watch.probe('disk')).state).toBe('up')
    expect(types()).toEqual([])
  })

  it('gives up a store that hangs, and does not ask it twice at once', async () => {
    const { watch, answers } = openWorld()
    const never = () => new Promise<never>(() => undefined)
    answers.push(never, never)
    const [one, other] = await Promise.all([watch.probe('disk'), watch.probe('disk')])
    expect(one).toMatchObject({ state: 'down', reason: 'No answer within 0.05 s.' })
    expect(other).toBe(one)
    expect(answers).toEqual([])
  })

  it('tells once when a store becomes fuller than the site wants', async () => {
    const { watch, types, fillTo, told } = openWorld()
    for (const percent of [50, 91, 95, 40, 90]) {
      fillTo(percent)
      await watch.probe('disk')
    }
    expect(types()).toEqual(['store.filling', 'store.filling'])
    expect(told[0]).toMatchObject({ store: { fillPercent: 91 } })
  })

  it('asks every store now and then, not all nodes at the same time', async () => {
    const waits: number[] = []
    const { watch } = openWorld({ wait: async (ms) => void waits.push(ms) })
    await watch.job.run(new AbortController().signal)
    expect(waits).toEqual([100])
    expect(watch.healthOf('disk').state).toBe('up')
  })
})
