import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { uploadSteps } from '#tests/contract/upload-steps.ts'
import {
  contentOf,
  createUploadWorld,
  someBytes,
  type UploadWorld,
  unaborted,
} from '#tests/contract/upload-world.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { projectsWorld } from './swift-world.ts'

const readAll = async (store: WritableStore, url: string) =>
  contentOf((await store.open(url, null, unaborted)).stream)

async function put(store: WritableStore, bytes: Uint8Array): Promise<string> {
  const staging = await store.openStaging({ uploadId: randomUUID(), imageId: randomUUID() })
  await staging.append([bytes], 0)
  return staging.commit()
}

describe('a project’s quota in Swift', () => {
  const openDatabase = openingSqlite()
  let world: UploadWorld
  const { start, receive, imageOf } = uploadSteps(() => world)

  test.each(['announced', 'of unknown length'])(
    'refuses data that is %s and has no room, and the image is as it was',
    async (kind) => {
      const project = `project-${randomUUID()}`
      const there = projectsWorld({}, project)
      const bytes = someBytes(Math.round(there.partBytes * 1.2))
      const quota = kind === 'announced' ? bytes.length - 1 : there.partBytes - 1
      const headers = { 'x-account-meta-quota-bytes': String(quota) }
      await there.client.askText({ method: 'POST', project, headers })
      await put(there.store, someBytes(1000))
      const kept = await there.images()
      world = await createUploadWorld({ database: await openDatabase(), store: () => there.store })
      const upload = await start({ kind: 'put', totalBytes: kind === 'announced' ? bytes.length : null })
      await expect(receive(upload, bytes)).rejects.toMatchObject({
        ...{ code: 'over_limit', message: expect.stringMatching(/its quota is \d+ bytes/) },
      })
      await world.tend()
      expect(await imageOf(upload)).toMatchObject({ status: 'queued', sizeBytes: null })
      expect([await there.images(), await there.leftovers()]).toEqual([kept, []])
      await world.close()
    },
  )
})

test('an image that changes hands while it is uploaded stays in the account where it was begun', async () => {
  let project = `project-${randomUUID()}`
  const { client, container, store, reopen } = projectsWorld({
    projects: { prefix: await prefixOf(), projectOf: async () => project },
  })
  const begun = project
  const key = { uploadId: randomUUID(), imageId: randomUUID() }
  const staging = await store.openStaging(key)
  await staging.append([someBytes(1000)], 0)
  await staging.sync()
  project = `project-${randomUUID()}`
  const other = reopen()
  expect(await other.stagedSize(key)).toBe(1000)
  const url = await (await other.openStaging(key)).commit()
  expect(url).toContain(`AUTH_${begun}/${container}_${key.imageId}/`)
  await other.remove(url)
  expect(await client.askText({ method: 'GET', project: begun })).toBe('')
})

test.each([null, 'no id of Keystone’s'])(
  'an image of the project %j lies in the service’s own account',
  async (project) => {
    const { store } = projectsWorld({
      projects: { prefix: await prefixOf(), projectOf: async () => project },
    })
    const url = await put(store, someBytes(10))
    expect(url).toContain('/v1/AUTH_admin/')
    await store.remove(url)
  },
)

test('what Glance wrote in its multi-tenant mode is read, and removed with its segments and its container', async () => {
  const project = `project-${randomUUID()}`
  const { client, container, store } = projectsWorld({}, project)
  const id = randomUUID()
  const place = { project, container: `${container}_${id}` }
  await client.askText({ method: 'PUT', ...place })
  for (const [number, text] of ['first ', 'second'].entries()) {
    await client.askText({
      method: 'PUT',
      ...place,
      object: `${id}-0000${number + 1}`,
      body: Buffer.from(text),
    })
  }
  const headers = { 'x-object-manifest': `${place.container}/${id}-` }
  await client.askText({ method: 'PUT', ...place, object: id, headers })
  const url = `swift+${(await prefixOf()) + project}/${place.container}/${id}`
  expect((await readAll(store, url)).toString()).toBe('first second')
  await store.remove(url)
  expect(await client.askText({ method: 'GET', project })).toBe('')
  await expect(store.remove(url)).rejects.toMatchObject({ code: 'not_found' })
})

test('what a project has put beside its image stays when the image goes', async () => {
  const project = `project-${randomUUID()}`
  const { client, store } = projectsWorld({}, project)
  const url = await put(store, someBytes(10))
  const container = url.split('/').at(-2) ?? ''
  const own = { project, container, object: 'notes' }
  await client.askText({ method: 'PUT', ...own, body: Buffer.from('mine') })
  await store.remove(url)
  await expect(store.sizeOf(url)).rejects.toMatchObject({ code: 'not_found' })
  expect(await client.askText({ method: 'GET', ...own })).toBe('mine')
})

test('downloads past us reach all segments, with a key that opens no other image', async () => {
  const redirect = { seconds: 60, key: secret('some-key-of-ours') }
  const { store, partBytes } = projectsWorld({ redirect })
  const bytes = someBytes(Math.round(partBytes * 1.5))
  const [one, two] = [await put(store, bytes), await put(store, someBytes(10))]
  const [signed, other] = [
    new URL((await store.signUrl?.(one)) ?? ''),
    new URL((await store.signUrl?.(two)) ?? ''),
  ]
  const answer = await fetch(signed)
  expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), bytes)).toBe(0)
  signed.pathname = other.pathname
  expect((await fetch(signed)).status).toBe(401)
})

const prefixOf = async (): Promise<string> => {
  const { client } = projectsWorld()
  return (await client.ownAccount()).replace(/admin$/, '')
}
