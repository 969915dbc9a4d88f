import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'

const servers = () => inject('storeServers')

const STORES: Record<string, () => string> = {
  S3: () => `
  - id: a
    type: s3
    endpoint: ${servers().SWIFT_S3_ENDPOINT}
    bucket: b-${randomUUID()}
    create_bucket: true
    access_key: ${servers().SWIFT_S3_ACCESS_KEY}
    secret_key: ${servers().SWIFT_S3_SECRET_KEY}`,
  Swift: () => `
  - id: a
    type: swift
    auth_version: 1
    auth_url: ${servers().SWIFT_AUTH_URL}
    user: ${servers().SWIFT_USER}
    key: ${servers().SWIFT_KEY}
    container: c-${randomUUID()}
    create_container: true
    segment_mib: 1
    redirect_key: some-key-of-ours`,
}

describe.each(Object.keys(STORES))('a download from %s', (type) => {
  const open = openingSqlite()

  async function service(more: string) {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-redirects-'))
    const file = join(folder, 'stores.yaml')
    await writeFile(file, `default: a\nstores:${STORES[type]?.()}\n    ${more}\n`)
    const api = await openApi(open, { VITRINE_STORES_FILE: file })
    onTestFinished(async () => {
      await api.close()
      await rm(folder, { recursive: true })
    })
    return api
  }

  test('goes to the store itself where the site wants it, whole or by ranges, and only to read', async () => {
    const api = await service('redirect_seconds: 60')
    // More than one segment.
    const data = 'the data of this image, '.repeat(50_000)
    const { id } = await api.createActive(data, { visibility: 'public' })
    const answer = await api.ask('GET', `/v2/images/${id}/file`)
    expect(answer.status).toBe(307)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const url = answer.headers.get('location') ?? ''
    expect((await (await fetch(url)).text()) === data).toBe(true)
    const part = await fetch(url, { headers: { range: 'bytes=4-7' } })
    expect([part.status, await part.text()]).toEqual([206, 'data'])
    expect((await fetch(url, { method: 'PUT', body: 'other' })).status).toBeGreaterThanOrEqual(400)
    expect((await fetch(url, { method: 'DELETE' })).status).toBeGreaterThanOrEqual(400)
    expect((await fetch(url.replace(id, randomUUID()))).status).toBeGreaterThanOrEqual(400)
    expect((await (await fetch(url)).text()) === data).toBe(true)
  })

  test('is judged before: who may not have the data gets no address, nor does anyone of a deactivated image', async () => {
    const api = await service('redirect_seconds: 60')
    const { id: hidden } = await api.createActive('hidden')
    const stranger = await api.ask('GET', `/v2/images/${hidden}/file`, { as: 'stranger' })
    expect([stranger.status, stranger.headers.get('location')]).toEqual([404, null])
    const { id } = await api.createActive('the data of this image', { visibility: 'public' })
    await api.ask('POST', `/v2/images/${id}/actions/deactivate`, { as: 'admin' })
    expect((await api.ask('GET', `/v2/images/${id}/file`)).status).toBe(403)
    const examined = await api.ask('GET', `/v2/images/${id}/file`, { as: 'admin' })
    expect([examined.status, await examined.text()]).toEqual([200, 'the data of this image'])
  })

  test('passes us unless the site says otherwise', async () => {
    const api = await service('attempts: 4').catch(() => null)
    if (type === 'Swift') return expect(api, 'a key without a time is refused').toBeNull()
    const { id } = (await api?.createActive('data', { visibility: 'public' })) ?? { id: '' }
    expect((await api?.ask('GET', `/v2/images/${id}/file`))?.status).toBe(200)
    expect((await api?.ask('GET', `/v2/images/${id}/file`))?.status).toBe(200)
  })
})
