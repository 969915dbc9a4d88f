import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDataCheckRecords } from '#lib/db/stores/data-check-records.ts'
import type { DueCheck } from '#lib/domain/data-checks.ts'
import { OCTETS, openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const DAY_MS = 24 * 3600_000

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  async function anImage(): Promise<DueCheck> {
    const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
    await api.ask('PUT', `/v2/images/${id}/file`, { body: 'data', headers: OCTETS })
    const { locations } = await api.runtime.images.get(
      { projectId: null, roles: ['admin'], userId: null, requestId: 'test' } as never,
      id,
    )
    return { imageId: id, storeId: 'file', url: locations[0]?.url ?? '' }
  }
  const records = () => createDataCheckRecords(api.runtime.database)
  const lease = (owner: string, untilMs: number) => ({ owner, node: 'node', untilMs })

  it('data is due when it is old, is read by one worker at a time, and is then not due for as long', async () => {
    const due = await anImage()
    const nowMs = Date.now() + 100 * DAY_MS
    const terms = { storeIds: ['file'], staleBeforeMs: nowMs - 30 * DAY_MS, nowMs }
    expect(await records().nextDue({ ...terms, staleBeforeMs: null })).toBeNull()
    expect(await records().nextDue({ ...terms, storeIds: ['other'] })).toBeNull()
    expect(await records().nextDue(terms)).toEqual(due)
    expect(await records().lease(due, lease('one', nowMs + 1000), nowMs)).toEqual({ middle: null })
    expect(await records().lease(due, lease('two', nowMs + 1000), nowMs)).toBeNull()
    expect(await records().nextDue(terms)).toBeNull()
    expect(await records().renew(due, lease('two', nowMs + 5000), { doneBytes: 1, middle: null })).toBe(false)
    // The first died: its lease lapses, and what it says later does not count.
    const laterMs = nowMs + 2000
    expect(await records().nextDue({ ...terms, nowMs: laterMs })).toEqual(due)
    expect(await records().lease(due, lease('two', laterMs + 1000), laterMs)).not.toBeNull()
    await records().end(due, 'one', { result: 'damaged', message: 'late', nowMs: laterMs })
    await records().end(due, 'two', { result: 'intact', message: '', nowMs: laterMs })
    expect(await records().ofImage(due.imageId, laterMs)).toMatchObject([
      { storeId: 'file', result: 'intact', checkedAtMs: laterMs, requestedAtMs: null, doneBytes: null },
    ])
    expect(await records().nextDue({ ...terms, nowMs: laterMs })).toBeNull()
    await api.ask('DELETE', `/v2/images/${due.imageId}`)
    expect(await records().ofImage(due.imageId, laterMs)).toEqual([])
  })

  it('what a store did not give is tried again before long', async () => {
    const due = await anImage()
    const nowMs = Date.now()
    const terms = { storeIds: ['file'], staleBeforeMs: nowMs - 30 * DAY_MS, nowMs }
    await records().lease(due, lease('one', nowMs + 1000), nowMs)
    await records().end(due, 'one', { result: 'unreadable', message: 'The store is away.', nowMs })
    expect(await records().nextDue(terms)).toBeNull()
    const laterMs = nowMs + 2 * 3600_000
    expect(await records().nextDue({ ...terms, nowMs: laterMs })).toEqual(due)
  })
  it('where a reading was cut short is known to the next one, until somebody wants a new one', async () => {
    const due = await anImage()
    const nowMs = Date.now()
    const middle = { algo: 'sha512', doneBytes: 3, state: 'ab', atMs: nowMs }
    const { lease: take, renew, release, end } = records()
    const next = async (which = due) => {
      const leased = await take(which, lease('next', nowMs + 1000), nowMs)
      await release(which, 'next', leased?.middle ?? null)
      return leased
    }
    await take(due, lease('one', nowMs - 1), nowMs)
    // Its server was killed.
    await renew(due, lease('one', nowMs - 1), { doneBytes: 4, middle })
    expect(await next()).toEqual({ middle })
    await take(due, lease('two', nowMs + 1000), nowMs)
    await end(due, 'two', { result: 'unreadable', message: 'The store is away.', nowMs })
    expect(await next()).toEqual({ middle })
    await records().requestImage(due.imageId, 'all', nowMs)
    expect(await next()).toEqual({ middle: null })
    await take(due, lease('three', nowMs + 1000), nowMs)
    await release(due, 'three', middle)
    // Of other data it says nothing.
    expect(await next({ ...due, url: 'file:///moved' })).toEqual({ middle: null })
  })
})
