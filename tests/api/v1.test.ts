import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Ask, OCTETS, openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { serveRemoteFiles } from './import-world.ts'

interface Listed {
  readonly images: readonly { readonly id: string; readonly name: string }[]
}
interface Shown {
  readonly image: Readonly<Record<string, unknown>> & { readonly id: string }
}

// Header forms as python-glanceclient sends them for `--os-image-api-version 1`.
forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open, { VITRINE_API_V1: 'true' })
  })
  afterAll(() => api.close())

  const RAW = { 'x-image-meta-disk_format': 'raw', 'x-image-meta-container_format': 'bare' }
  const post = (headers: Record<string, string>, more: Ask = {}) =>
    api.ask('POST', '/v1/images', { ...more, headers: { ...RAW, ...headers } })
  const created = async (headers: Record<string, string>, more: Ask = {}) => {
    const response = await post(headers, more)
    expect(response.status, await response.clone().text()).toBe(201)
    return ((await response.json()) as Shown).image
  }
  const withData = (name: string, data: string) =>
    created({ 'x-image-meta-name': name, ...OCTETS }, { body: data })
  const names = async (query: string, as: Ask['as'] = 'redMember') =>
    ((await (await api.ask('GET', `/v1/images${query}`, { as })).json()) as Listed).images.map(
      ({ name }) => name,
    )

  describe('version 1, when it is switched off', () => {
    it('is a version that does not exist, and is not listed', async () => {
      const usual = await openApi(open)
      const response = await usual.ask('GET', '/v1/images')
      expect([response.status, await response.text()]).toEqual([300, expect.not.stringContaining('v1.')])
      await usual.close()
    })
  })

  describe('version 1', () => {
    it('is listed as deprecated, and needs a token', async () => {
      const { versions } = (await (await api.ask('GET', '/versions')).json()) as { versions: unknown[] }
      expect(versions).toContainEqual({
        ...{ id: 'v1.1', status: 'DEPRECATED' },
        links: [{ rel: 'self', href: 'http://localhost/v1/' }],
      })
      expect((await api.ask('GET', '/v1/images', { as: 'nobody' })).status).toBe(401)
    })

    it('creates an image and takes its data in one request', async () => {
      const headers = {
        ...{
          'x-image-meta-name': 'caf\u00c3\u00a9',
          'x-image-meta-min_ram': '512',
          'x-image-meta-protected': 'False',
        },
        ...{ 'x-image-meta-property-os_distro': 'debian', 'X-Image-Meta-Is_Public': 'False', ...OCTETS },
      }
      const image = await created(headers, { body: 'old data' })
      expect(image).toMatchObject({
        ...{ name: 'café', status: 'active', size: 8, min_ram: 512, is_public: false, protected: false },
        ...{ disk_format: 'raw', owner: 'project-red', deleted: false, properties: { os_distro: 'debian' } },
        checksum: '2bf6456b87a5af08343b78e711bf8e17',
      })
    })

    it('tells an image in headers, and brings the data with them', async () => {
      const { id } = await withData('told', 'some bytes')
      const head = await api.ask('HEAD', `/v1/images/${id}`)
      expect([
        head.status,
        head.headers.get('x-image-meta-name'),
        head.headers.get('x-image-meta-is_public'),
      ]).toEqual([200, 'told', 'False'])
      const got = await api.ask('GET', `/v1/images/${id}`)
      expect(got.headers.get('x-image-meta-size')).toBe('10')
      expect(await got.text()).toBe('some bytes')
    })

    it('has no data to give of an image that is queued', async () => {
      const { id } = await created({})
      expect((await api.ask('GET', `/v1/images/${id}`)).status).toBe(404)
      expect((await api.ask('HEAD', `/v1/images/${id}`)).headers.get('x-image-meta-status')).toBe('queued')
    })

    it('leaves no image when the data is refused', async () => {
      const wrong = { 'x-image-meta-checksum': 'd41d8cd98f00b204e9800998ecf8427e', ...OCTETS }
      const response = await post({ 'x-image-meta-name': 'refused', ...wrong }, { body: 'data' })
      expect(response.status).toBe(400)
      expect(await names('?name=refused')).toEqual([])
    })

    it('uploads to a queued image, and only once', async () => {
      const { id } = await created({ 'x-image-meta-name': 'later' })
      const put = () => api.ask('PUT', `/v1/images/${id}`, { body: 'late', headers: { ...OCTETS } })
      expect(((await (await put()).json()) as Shown).image).toMatchObject({
        status: 'active',
        size: 4,
        name: 'later',
      })
      expect((await put()).status).toBe(409)
    })

    it('replaces all properties, unless it is told to keep them', async () => {
      const { id } = await created({ 'x-image-meta-property-a': '1', 'x-image-meta-property-b': '2' })
      const put = async (headers: Record<string, string>) =>
        ((await (await api.ask('PUT', `/v1/images/${id}`, { headers })).json()) as Shown).image.properties
      const keep = { 'x-glance-registry-purge-props': 'false' }
      expect(await put({ 'x-image-meta-property-a': '3', ...keep })).toEqual({ a: '3', b: '2' })
      expect(await put({ 'x-image-meta-property-c': '4' })).toEqual({ c: '4' })
    })

    it('lists in short and with everything, filters and pages', async () => {
      for (const name of ['p:1', 'p2', 'p3'])
        await created({ 'x-image-meta-name': name, 'x-image-meta-property-k': 'list' })
      expect(await names('?property-k=list&sort_key=name&sort_dir=asc&limit=2')).toEqual(['p2', 'p3'])
      expect(await names('?name=p:1')).toEqual(['p:1'])
      expect(await names('?property-k=list&is_public=True')).toEqual([])
      expect(await names('?property-k=list&is_public=False&limit=2')).toHaveLength(2)
      expect(await names('?property-k=list&is_public=None&changes-since=2001-01-01')).toHaveLength(3)
      expect(await names('/detail?property-k=list')).toHaveLength(3)
      expect(await names('?property-k=list', 'stranger')).toEqual([])
      expect((await api.ask('GET', '/v1/images?is_public=maybe')).status).toBe(400)
    })

    it('shares with members, one or all at once', async () => {
      const { id } = await created({ 'x-image-meta-name': 'shared' })
      const members = async () => (await (await api.ask('GET', `/v1/images/${id}/members`)).json()) as object
      const path = `/v1/images/${id}/members`
      const body = { member: { can_share: false } }
      expect((await api.ask('PUT', `${path}/project-blue`, { body })).status).toBe(204)
      expect(await members()).toEqual({ members: [{ member_id: 'project-blue', can_share: false }] })
      const shared = await api.ask('GET', '/v1/shared-images/project-blue', { as: 'blueReader' })
      expect(await shared.json()).toEqual({ shared_images: [{ image_id: id, can_share: false }] })
      expect((await api.ask('GET', '/v1/shared-images/project-blue', { as: 'stranger' })).status).toBe(404)

      const memberships = [{ member_id: 'project-green', can_share: true }]
      expect((await api.ask('PUT', path, { body: { memberships } })).status).toBe(204)
      expect(await members()).toEqual({ members: [{ member_id: 'project-green', can_share: false }] })
      expect(await (await api.ask('GET', `${path}/project-green`)).json()).toMatchObject({ member: {} })
      expect((await api.ask('DELETE', `${path}/project-green`)).status).toBe(204)
      expect((await api.ask('PUT', path, { body: { memberships: 'all' } })).status).toBe(400)
    })

    it('keeps the rules of the service: who may publish, change, delete, and what is protected', async () => {
      expect((await post({ 'x-image-meta-is_public': 'True' })).status).toBe(403)
      const open = await created(
        { 'x-image-meta-is_public': 'True', 'x-image-meta-protected': 'True' },
        { as: 'admin' },
      )
      expect(open.is_public).toBe(true)
      const path = `/v1/images/${open.id}`
      expect((await api.ask('DELETE', path, { as: 'admin' })).status).toBe(403)
      expect((await api.ask('DELETE', path)).status).toBe(403)
      const headers = { 'x-image-meta-protected': 'False' }
      expect((await api.ask('PUT', path, { headers })).status).toBe(403)
      expect((await api.ask('PUT', path, { as: 'admin', headers })).status).toBe(200)
      expect((await api.ask('DELETE', path, { as: 'admin' })).status).toBe(200)
      expect((await api.ask('HEAD', path, { as: 'admin' })).status).toBe(404)
    })

    it.each([
      ['x-image-meta-location', 'file:///etc/passwd'],
      ['x-glance-api-copy-from', 'http://169.254.169.254/latest'],
      ['x-image-meta-min_ram', 'much'],
      ['x-image-meta-protected', 'perhaps'],
      ['x-image-meta-disk_format', 'none'],
      ['x-image-meta-visibility', 'public'],
    ])('refuses %s: %s with 400', async (name, value) => {
      expect((await post({ [name]: value }, { as: 'admin' })).status).toBe(400)
    })

    it('takes data from where it is: as a location, or copied', async () => {
      const remote = await serveRemoteFiles(Buffer.from('on the web'))
      const folder = await mkdtemp(join(tmpdir(), 'vitrine-v1-'))
      const file = join(folder, 'stores.yaml')
      await writeFile(file, 'default: file\nstores: [{ id: file, type: file }, { id: web, type: http }]\n')
      const site = await openApi(open, {
        ...{ VITRINE_API_V1: 'true', VITRINE_STORES_FILE: file },
        ...{ VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8', VITRINE_URL_ALLOWED_PORTS: '*' },
      })
      onTestFinished(async () => {
        await site.close()
        await remote.close()
        await rm(folder, { recursive: true })
      })
      const ask = (headers: Record<string, string>, body?: string) =>
        site.ask('POST', '/v1/images', { headers: { ...RAW, ...headers }, ...(body ? { body } : {}) })
      const ids: string[] = []
      for (const name of ['x-image-meta-location', 'x-glance-api-copy-from']) {
        const answer = await ask({ [name]: `${remote.url}/disk` })
        expect(answer.status, await answer.clone().text()).toBe(201)
        ids.push(((await answer.json()) as Shown).image.id)
      }
      for (const id of ids) {
        const status = async () =>
          (await site.ask('HEAD', `/v1/images/${id}`)).headers.get('x-image-meta-status')
        await expect.poll(status, { timeout: 30_000 }).toBe('active')
        expect(await (await site.ask('GET', `/v1/images/${id}`)).text()).toBe('on the web')
      }
      const both = await ask({ ...OCTETS, 'x-image-meta-location': `${remote.url}/disk` }, 'data')
      expect(both.status).toBe(400)
      const absent = await ask({
        'x-image-meta-name': 'none',
        'x-image-meta-location': `${remote.url}/absent`,
      })
      expect(absent.status).toBe(400)
      const list = await site.ask('GET', '/v1/images?name=none')
      expect(await list.json()).toEqual({ images: [] })
    })
  })
})
