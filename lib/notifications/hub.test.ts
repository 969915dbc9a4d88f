import { expect, it } from 'vitest'
import type { Context } from '#lib/domain/context.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { RecordedEvent } from '#lib/domain/recorded-events.ts'
import { createLog } from '#lib/log.ts'
import { createEventHub, type HubEvent } from './hub.ts'

const OF_RED = { owner: 'red', visibility: 'shared' } as const

function anEvent(parts: Partial<RecordedEvent>): RecordedEvent {
  return {
    ...{ id: 1, messageId: 'm', recordedAtMs: 0, type: 'image.update', priority: 'INFO' },
    actor: { userId: null, projectId: null, requestId: null, address: null },
    ...{ imageId: 'i', taskId: null, namespace: null, memberId: null, before: null, formerMembers: [] },
    ...{ payload: {}, changes: null, ...OF_RED },
    ...parts,
  }
}

/** A hub in which nobody sees a shared image, and what the listener of a project hears of one event. */
async function heardBy(projectId: string, event: RecordedEvent): Promise<readonly HubEvent[]> {
  const getImage = (_: Context, id: string): Promise<Image> => Promise.reject(notFound('image', id))
  const hub = createEventHub({ getImage, log: createLog('silent') })
  const heard: HubEvent[] = []
  const ctx = { userId: 'u', userName: null, projectId, projectName: null, roles: ['member'], requestId: 'r' }
  hub.subscribe(ctx, (told) => heard.push(told))
  hub.tell(event)
  await new Promise((done) => setImmediate(done))
  return heard
}

const GONE = [{ type: 'image.gone', imageId: 'i' }]

it('tells those who lose sight of an image only that it is gone', async () => {
  const hidden = anEvent({ visibility: 'private', before: { owner: 'red', visibility: 'public' } })
  expect(await heardBy('green', hidden)).toEqual(GONE)
  expect(await heardBy('red', hidden)).toEqual([{ type: 'image.update', imageId: 'i' }])
})

it('tells the former owner of an image that was given away', async () => {
  const given = anEvent({ owner: 'blue', before: { owner: 'red', visibility: 'shared' } })
  expect(await heardBy('red', given)).toEqual(GONE)
})

it('tells the members of an image that is deleted or no longer shared', async () => {
  const deleted = anEvent({ type: 'image.delete', formerMembers: ['blue'] })
  const unshared = anEvent({
    ...{ visibility: 'private', formerMembers: ['blue'] },
    before: { owner: 'red', visibility: 'shared' },
  })
  expect(await heardBy('blue', deleted)).toEqual(GONE)
  expect(await heardBy('blue', unshared)).toEqual(GONE)
  expect(await heardBy('green', deleted)).toEqual([])
  expect(await heardBy('green', unshared)).toEqual([])
})

it('tells once what the Image service tells once', async () => {
  expect(await heardBy('red', anEvent({ type: 'image.visibility.update' }))).toEqual([])
  expect(await heardBy('red', anEvent({ type: 'image.upload', priority: 'ERROR' }))).toEqual([])
})
