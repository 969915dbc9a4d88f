import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#lib/api/app.ts'
import type { FaultWire } from '#lib/contract/fault-wire.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const NOWHERE = '/v2/images/00000000-0000-4000-8000-000000000000'

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  describe('versions', () => {
    it.each([
      ['/', 300],
      ['/versions', 200],
      ['/v1/images', 300],
      ['/v3/images', 300],
      ['/v2.42/images', 300],
      ['/nothing', 300],
    ] as const)('%s offers them with %i, to anybody', async (path, status) => {
      const response = await api.ask('GET', path, { as: 'nobody' })
      expect(response.status).toBe(status)
      const { versions } = (await response.json()) as {
        versions: { id: string; status: string; links: unknown }[]
      }
      expect(versions[0]).toEqual({
        id: 'v2.17',
        status: 'CURRENT',
        links: [{ rel: 'self', href: 'http://localhost/v2/' }],
      })
      expect(versions.slice(1).every(({ status }) => status === 'SUPPORTED')).toBe(true)
      expect(versions.map(({ id }) => id)).toContain('v2.0')
    })

    it('point to the public address where one is set', async () => {
      const other = await openApi(open, { VITRINE_PUBLIC_URL: 'https://images.example/' })
      expect(await (await other.ask('GET', '/')).text()).toContain('"href":"https://images.example/v2/"')
      await other.close()
    })
  })

  describe('methods', () => {
    it.each([
      ['PUT', '/v2/images', 'GET, HEAD, OPTIONS, POST'],
      ['POST', NOWHERE, 'DELETE, GET, HEAD, OPTIONS, PATCH'],
      ['POST', `${NOWHERE}/file`, 'GET, HEAD, OPTIONS, PUT'],
      ['PATCH', `${NOWHERE}/members`, 'GET, HEAD, OPTIONS, POST'],
      ['POST', `${NOWHERE}/members/x`, 'DELETE, GET, HEAD, OPTIONS, PUT'],
      ['GET', `${NOWHERE}/tags/x`, 'DELETE, OPTIONS, PUT'],
      ['HEAD', `${NOWHERE}/tags/x`, 'DELETE, OPTIONS, PUT'],
      ['GET', `${NOWHERE}/actions/deactivate`, 'OPTIONS, POST'],
      ['DELETE', '/v2/schemas/image', 'GET, HEAD, OPTIONS'],
      ['POST', '/v2/info/import', 'GET, HEAD, OPTIONS'],
      ['POST', '/versions', 'GET, HEAD, OPTIONS'],
      ['DELETE', '/healthcheck', 'GET, HEAD, OPTIONS'],
    ])('%s %s is 405, with Allow: %s', async (method, path, allow) => {
      const response = await api.ask(method, path)
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe(allow)
    })

    it('OPTIONS tells them with 200 and nothing else', async () => {
      const response = await api.ask('OPTIONS', '/v2/images')
      expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([
        200,
        'GET, HEAD, OPTIONS, POST',
        '',
      ])
    })

    it('are told only to those who are signed in', async () => {
      expect((await api.ask('PUT', '/v2/images', { as: 'nobody' })).status).toBe(401)
    })
  })

  describe('unknown paths', () => {
    it.each([
      '/v2/',
      '/v2/images/',
      '/v2/nothing',
      '/v2/schemas',
      '/v2/schemas/nothing',
      `${NOWHERE}/`,
      `${NOWHERE}/nothing`,
      // What a Glance has switched off.
      `${NOWHERE}/locations`,
      '/v2/cache',
      '/v2/info/stores',
      '/v2/info/stores/detail',
      '/v2/stores/file',
      '/healthcheck/nothing',
    ])('%s is 404', async (path) => {
      expect((await api.ask('GET', path)).status).toBe(404)
    })

    it.each(['/v2', '/v2/', '/v2/nothing', '/v2/images'])('%s is 401 without a token', async (path) => {
      expect((await api.ask('GET', path, { as: 'nobody' })).status).toBe(401)
    })
  })

  describe('errors', () => {
    const fail = (accept: string | undefined) =>
      api.ask('GET', '/v2/images?sort=<b>%26', { headers: accept === undefined ? {} : { Accept: accept } })

    it.each(['application/json', 'application/json, text/plain, */*', 'text/html, application/json'])(
      'are JSON for %s',
      async (accept) => {
        const response = await fail(accept)
        expect(response.headers.get('content-type')).toBe('application/json')
        expect((await response.json()) as FaultWire).toEqual({
          code: '400 Bad Request',
          title: 'Bad Request',
          message: expect.stringContaining('“<b>&”'),
          field: 'sort',
        })
      },
    )

    it.each(['*/*', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'])(
      'are HTML for %s, with nothing of the client’s as markup',
      async (accept) => {
        const response = await fail(accept)
        expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8')
        const text = await response.text()
        expect(text).toContain('<h1>400 Bad Request</h1>')
        expect(text).toContain('“&lt;b&gt;&amp;”')
      },
    )

    it.each(['text/plain', 'application/octet-stream'])('are text for %s', async (accept) => {
      const response = await fail(accept)
      expect(response.headers.get('content-type')).toBe('text/plain; charset=UTF-8')
      expect(await response.text()).toMatch(/^400 Bad Request\n\nsort must name one of /)
    })
  })

  describe('request ids', () => {
    const idFor = async (sent: string) =>
      (await api.ask('GET', '/v2/images', { headers: { 'x-openstack-request-id': sent } })).headers.get(
        'x-openstack-request-id',
      )

    it('are made for every answer, errors too', async () => {
      const made = /^req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/
      for (const path of ['/v2/images', '/v2/nothing', '/', NOWHERE]) {
        expect((await api.ask('GET', path)).headers.get('x-openstack-request-id')).toMatch(made)
      }
    })

    it('are the client’s own when they look like it, and are short', async () => {
      expect(await idFor('req-0123-abc')).toBe('req-0123-abc')
      expect(await idFor(`req-${'a'.repeat(61)}`)).not.toContain('aaaa')
      expect(await idFor('req-<script>')).not.toContain('script')
      expect(await idFor('trace-1')).not.toBe('trace-1')
    })
  })

  describe('bodies where none belongs', () => {
    it.each([
      ['GET', NOWHERE],
      ['DELETE', NOWHERE],
      ['GET', `${NOWHERE}/file`],
      ['GET', `${NOWHERE}/members`],
      ['DELETE', `${NOWHERE}/members/x`],
      ['PUT', `${NOWHERE}/tags/x`],
      ['DELETE', `${NOWHERE}/tags/x`],
      ['POST', `${NOWHERE}/actions/reactivate`],
      ['GET', '/v2/schemas/image'],
      ['GET', '/v2/info/import'],
    ])('%s %s refuses one with 400', async (method, path) => {
      expect((await api.ask(method, path, { headers: { 'Content-Length': '2' } })).status).toBe(400)
      expect((await api.ask(method, path, { headers: { 'Transfer-Encoding': 'chunked' } })).status).toBe(400)
      expect((await api.ask(method, path, { headers: { 'Content-Length': '0' } })).status).not.toBe(400)
    })
  })

  describe('what the site can do', () => {
    it('has one store and no quota', async () => {
      expect(await (await api.ask('GET', '/v2/info/usage')).json()).toEqual({ usage: {} })
    })

    it('shows direct_url where the site says so', async () => {
      const showing = await openApi(open, { VITRINE_SHOW_DIRECT_URL: 'true' })
      expect(await showing.createActive('data')).toHaveProperty('direct_url', expect.stringMatching(/^file:/))
      expect(await showing.createImage()).not.toHaveProperty('direct_url')
      await showing.close()
      expect(await api.createActive('data')).not.toHaveProperty('direct_url')
    })
  })

  describe('health and metrics', () => {
    it('is alive, and ready while the database and the store answer', async () => {
      expect(await (await api.ask('GET', '/healthcheck', { as: 'nobody' })).text()).toBe('OK')
      const ready = await api.ask('GET', '/healthcheck/ready', { as: 'nobody' })
      expect([ready.status, await ready.text()]).toEqual([200, 'OK'])
    })

    it('is not ready while something does not answer, and says what, but not why', async () => {
      const readinessChecks = {
        database: () => Promise.reject(new Error('password wrong')),
        store: async () => undefined,
      }
      const broken = createApi({ ...api.runtime, readinessChecks })
      const ready = await broken.request('/healthcheck/ready')
      expect([ready.status, await ready.text()]).toEqual([503, 'not ready: database'])
    })

    it('is neither while the operator’s file is there', async () => {
      const file = join(api.runtime.config.dataDir, 'away')
      const away = await openApi(open, { VITRINE_HEALTHCHECK_DISABLE_FILE: file })
      const statuses = async () => [
        (await away.ask('GET', '/healthcheck', { as: 'nobody' })).status,
        (await away.ask('GET', '/healthcheck/ready', { as: 'nobody' })).status,
      ]
      expect(await statuses()).toEqual([200, 200])
      await writeFile(file, '')
      expect(await statuses()).toEqual([503, 503])
      await rm(file)
      expect(await statuses()).toEqual([200, 200])
      await away.close()
    })

    it('is not ready when it ends, but still alive', async () => {
      const ending = await openApi(open)
      ending.runtime.beginDrain()
      expect((await ending.ask('GET', '/healthcheck/ready')).status).toBe(503)
      expect((await ending.ask('GET', '/healthcheck')).status).toBe(200)
      await ending.close()
    })

    it('counts requests by route, not by address, and the bytes of images', async () => {
      const counted = await openApi(open)
      const { id } = await counted.createActive('0123456789')
      await (
        await counted.ask('GET', `/v2/images/${id}/file`, { as: 'admin', headers: { Range: 'bytes=0-3' } })
      ).text()
      const text = await (await counted.ask('GET', '/metrics', { as: 'nobody' })).text()
      expect(text).toContain(
        'vitrine_http_request_duration_seconds_count{method="PUT",route="/v2/images/:imageId/file",status="204"} 1',
      )
      expect(text).toContain('vitrine_image_received_bytes_total 10')
      expect(text).toContain('vitrine_image_sent_bytes_total 4')
      expect(text).toContain('vitrine_uploads_in_progress 0')
      expect(text).toContain('process_cpu_seconds_total')
      expect(text).not.toContain(id)
      await counted.close()
    })
  })
})
