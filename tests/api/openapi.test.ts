import { afterAll, beforeAll, expect, it } from 'vitest'
import { OPERATIONS, offeredOperations, withoutSlash } from '#lib/api/openapi/document.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'

const open = openingSqlite()
let api: TestApi
beforeAll(async () => {
  api = await openApi(open, { VITRINE_API_V1: 'true' })
})
afterAll(() => api.close())

it('every route of the service is described', () => {
  const described = new Set(OPERATIONS.map(({ method, path }) => `${method} ${path}`))
  const missing = api.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} ${withoutSlash(path)}`)
    .filter((route) => !described.has(route))
  expect([...new Set(missing)], 'give each a line in lib/api/openapi/*-operations.ts').toEqual([])
})

it('the document says what this site answers, to anybody', async () => {
  const response = await api.ask('GET', '/openapi.json', { as: 'nobody' })
  const { openapi, paths, servers } = (await response.json()) as {
    openapi: string
    paths: Record<string, Record<string, { security?: unknown[] }>>
    servers: unknown
  }
  expect([response.status, openapi, servers]).toEqual([200, '3.1.0', [{ url: 'http://localhost' }]])
  expect(paths['/v2/images/{imageId}']).toHaveProperty('patch')
  expect(paths['/versions']?.get?.security).toEqual([])
  const operations = Object.values(paths).flatMap((path) => Object.keys(path))
  expect(operations).toHaveLength(offeredOperations(api.app.routes).length)
})

it('the page needs no script and nothing from elsewhere', async () => {
  const page = await api.ask('GET', '/docs/api', { as: 'nobody', headers: { Accept: 'text/html' } })
  const text = await page.text()
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'")
  expect(text).toContain('/v2/images/{imageId}/file')
  expect(text).not.toMatch(/<script|https?:\/\/(?!localhost)/)
  const style = await api.ask('GET', '/docs/api.css', { as: 'nobody' })
  expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=UTF-8'])
})
