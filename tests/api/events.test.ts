import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { RequestHead } from '#lib/api/api-env.ts'
import { createApi } from '#lib/api/app.ts'
import type { EventWire } from '#lib/contract/image-wire.ts'
import { systemContext } from '#lib/domain/context.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

interface Listener {
  /** The next event; null when the stream has ended. */
  next(): Promise<EventWire | null>
}

/** The messages of a piece of the stream; comments and the like are left out. */
function eventsIn(text: string): EventWire[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: '))
  return lines.map((line) => JSON.parse(line.slice('data: '.length)) as EventWire)
}

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  async function listen(as: Persona, on: TestApi = api): Promise<Listener> {
    const response = await on.ask('GET', '/events', { as })
    expect(response.status).toBe(200)
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    onTestFinished(() => reader.cancel())
    const waiting: EventWire[] = []
    return {
      async next() {
        while (waiting.length === 0) {
          const { done, value } = await reader.read()
          if (done) return null
          waiting.push(...eventsIn(new TextDecoder().decode(value)))
        }
        return waiting.shift() ?? null
      },
    }
  }

  const rename = (id: string, value = 'x') =>
    api.ask('PATCH', `/v2/images/${id}`, {
      as: 'admin',
      body: [{ op: 'add', path: '/renamed', value }],
      headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
    })

  it('needs a token', async () => {
    expect((await api.ask('GET', '/events', { as: 'nobody' })).status).toBe(401)
  })

  it('is a stream that proxies leave alone', async () => {
    const response = await api.ask('GET', '/events')
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=UTF-8')
    expect(response.headers.get('cache-control')).toContain('no-transform')
    await response.body?.cancel()
  })

  it('tells the life of an image in order', async () => {
    const listener = await listen('redMember')
    const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
    await api.ask('PUT', `/v2/images/${id}/file`, {
      body: 'data',
      headers: { 'Content-Type': 'application/octet-stream' },
    })
    await rename(id)
    await api.ask('DELETE', `/v2/images/${id}`)
    const told: string[] = []
    for (let event = await listener.next(); event !== null; event = await listener.next()) {
      expect(event.image_id).toBe(id)
      if (event.type === 'image') told.push(event.event)
      if (told.at(-1) === 'image.delete') break
    }
    expect(told).toEqual([
      'image.create',
      'image.prepare',
      'image.upload',
      'image.activate',
      'image.update',
      'image.delete',
    ])
  })

  it('tells nobody of images that they may not see', async () => {
    const stranger = await listen('stranger')
    const blue = await listen('blueMember')
    const hidden = await api.createImage({ visibility: 'private' })
    await rename(hidden.id)
    await api.createImage({ visibility: 'shared' })
    const shown = await api.createImage({ visibility: 'public' }, 'admin')
    expect(await stranger.next()).toEqual({ type: 'image', event: 'image.create', image_id: shown.id })
    expect(await blue.next()).toEqual({ type: 'image', event: 'image.create', image_id: shown.id })
  })

  it('tells members of shared images, from the sharing to the end', async () => {
    const { id } = await api.createImage({ visibility: 'shared' })
    const blue = await listen('blueMember')
    await api.ask('POST', `/v2/images/${id}/members`, { body: { member: 'project-blue' } })
    expect(await blue.next()).toEqual({ type: 'image', event: 'image.member.create', image_id: id })
    await rename(id)
    expect(await blue.next()).toEqual({ type: 'image', event: 'image.update', image_id: id })
    await api.ask('DELETE', `/v2/images/${id}`)
    expect(await blue.next()).toEqual({ type: 'image', event: 'image.delete', image_id: id })
  })

  it('tells a project that it is no longer a member, and then nothing more', async () => {
    const { id } = await api.createImage({ visibility: 'shared' })
    const blue = await listen('blueMember')
    await api.ask('POST', `/v2/images/${id}/members`, { body: { member: 'project-blue' } })
    await api.ask('DELETE', `/v2/images/${id}/members/project-blue`)
    await rename(id)
    await api.ask('DELETE', `/v2/images/${id}`)
    const after = await api.createImage({ visibility: 'public' }, 'admin')
    expect(await blue.next()).toMatchObject({ event: 'image.member.create', image_id: id })
    expect(await blue.next()).toMatchObject({ event: 'image.member.delete', image_id: id })
    expect(await blue.next()).toMatchObject({ event: 'image.create', image_id: after.id })
  })

  it('tells that a failed upload gave the image back', async () => {
    const { id } = await api.createImage({ disk_format: 'qcow2', container_format: 'bare' })
    const listener = await listen('redReader')
    const put = { body: 'not qcow2', headers: { 'Content-Type': 'application/octet-stream' } }
    expect((await api.ask('PUT', `/v2/images/${id}/file`, put)).status).toBe(415)
    const told: string[] = []
    while (told.at(-1) !== 'image.update') {
      const event = await listener.next()
      if (event?.type === 'image') told.push(event.event)
    }
    expect(told[0]).toBe('image.prepare')
  })

  it('says nothing of an empty patch', async () => {
    const { id } = await api.createImage()
    const listener = await listen('redMember')
    const headers = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' }
    await api.ask('PATCH', `/v2/images/${id}`, { body: [], headers })
    await rename(id)
    await api.ask('DELETE', `/v2/images/${id}`)
    expect([await listener.next(), await listener.next()]).toMatchObject([
      { event: 'image.update' },
      { event: 'image.delete' },
    ])
  })

  it('ends with the token', async () => {
    const authenticate = async (request: RequestHead, requestId: string) => ({
      ...(await api.runtime.authenticate(request, requestId)),
      expiresAtMs: Date.now() + 20,
    })
    const { token } = await api.runtime.identity.signIn({ userName: 'admin', password: 'secret' })
    const app = createApi({ ...api.runtime, authenticate })
    const response = await app.request('/events', { headers: { 'X-Auth-Token': token } })
    expect(await response.text()).toMatch(/^retry: \d+\n\n$/)
  })

  it('ends for a client that does not read, instead of filling the memory', async () => {
    const response = await api.ask('GET', '/events', { as: 'admin' })
    const { id } = await api.createImage()
    for (let n = 0; n < 600; n++) await rename(id, `${n}`)
    const messages = eventsIn(await response.text())
    expect(messages.length).toBeGreaterThan(100)
    expect(messages.length).toBeLessThan(600)
  })

  it('leaves progress out for a slow client, but nothing else', async () => {
    const { id } = await api.createImage({ visibility: 'public' }, 'admin')
    const image = await api.runtime.images.get(systemContext('test'), id)
    const ending = await openApi(open)
    const response = await ending.ask('GET', '/events')
    const progress = {
      type: 'upload.progress',
      image,
      receivedBytes: 1,
      totalBytes: null,
      step: 'receiving',
    } as const
    for (let n = 0; n < 10_000; n++) ending.runtime.progress.publish(progress)
    ending.runtime.beginDrain()
    expect(eventsIn(await response.text()).length).toBeLessThan(1000)
    await ending.close()
  })

  it('ends when the process ends', async () => {
    const ending = await openApi(open)
    const listener = await listen('redMember', ending)
    ending.runtime.beginDrain()
    expect(await listener.next()).toBeNull()
    expect(await (await listen('redMember', ending)).next()).toBeNull()
    await ending.close()
  })
})
