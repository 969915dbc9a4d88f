import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageListWire } from '#lib/contract/image-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

/** What stands in the database, by name; oldest first. */
const IMAGES = [
  {
    name: 'alpha',
    disk_format: 'qcow2',
    container_format: 'bare',
    tags: ['linux', 'lts'],
    os_distro: 'debian',
    min_ram: 512,
  },
  {
    name: 'beta',
    disk_format: 'raw',
    container_format: 'bare',
    tags: ['linux'],
    os_distro: 'ubuntu',
    min_ram: 1024,
  },
  { name: 'gamma, delta', disk_format: 'iso', container_format: 'bare', tags: ['100% "x"'], protected: true },
  { name: 'has "quotes"', visibility: 'private' },
  { name: 'hidden', os_hidden: true },
  { name: 'everybody’s', visibility: 'public' },
  { name: 'community', visibility: 'community' },
  { name: 'a:b', min_disk: 7 },
] as const

forEachDatabase((open) => {
  let api: TestApi
  let ids: ReadonlyMap<string, string>

  beforeAll(async () => {
    api = await openApi(open, { VITRINE_LIMIT_MAX: '5', VITRINE_LIMIT_DEFAULT: '4' })
    const entries: [string, string][] = []
    for (const attributes of IMAGES) {
      const image = await api.createImage({ ...attributes, owner: 'project-red' }, 'admin')
      entries.push([attributes.name, image.id])
    }
    ids = new Map(entries)
    for (const name of ['alpha', 'beta']) {
      await api.ask('POST', `/v2/images/${ids.get(name)}/members`, { body: { member: 'project-blue' } })
    }
    await api.ask('PUT', `/v2/images/${ids.get('beta')}/members/project-blue`, {
      as: 'blueMember',
      body: { status: 'accepted' },
    })
  })
  afterAll(() => api.close())

  const page = async (query: string, as: Persona = 'redMember'): Promise<ImageListWire> => {
    const response = await api.ask('GET', `/v2/images${query}`, { as })
    expect([query, response.status]).toEqual([query, 200])
    return (await response.json()) as ImageListWire
  }
  const names = async (query: string, as?: Persona): Promise<unknown[]> =>
    (await page(`?limit=5&sort=created_at:asc${query}`, as)).images.map(({ name }) => name)

  describe('what a list holds', () => {
    it.each([
      ['redMember', '', ['alpha', 'beta', 'gamma, delta', 'has "quotes"', 'everybody’s']],
      ['redMember', '&visibility=community', ['community']],
      ['redMember', '&visibility=private', ['has "quotes"']],
      ['redMember', '&visibility=public', ['everybody’s']],
      ['redMember', '&os_hidden=true', ['hidden']],
      ['redMember', '&os_hidden=True', ['hidden']],
      ['stranger', '', ['everybody’s']],
      ['stranger', '&visibility=all', ['everybody’s', 'community']],
      ['stranger', '&visibility=community', ['community']],
      ['blueMember', '', ['beta', 'everybody’s']],
      ['blueMember', '&visibility=shared', ['beta']],
      ['blueMember', '&visibility=shared&member_status=pending', ['alpha']],
      ['blueMember', '&visibility=shared&member_status=all', ['alpha', 'beta']],
      ['blueMember', '&visibility=shared&member_status=rejected', []],
      ['admin', '&visibility=private', ['has "quotes"']],
      ['admin', '&name=community', []],
      ['admin', '&visibility=community', ['community']],
    ] as const)('shows %s with “%s” %j', async (as, query, expected) => {
      expect(await names(query, as)).toEqual(expected)
    })

    it('refuses a token without a project with 403', async () => {
      expect((await api.ask('GET', '/v2/images', { as: 'unscoped' })).status).toBe(403)
    })

    it('refuses nobody with 401 and says where to sign in', async () => {
      const response = await api.ask('GET', '/v2/images', { as: 'nobody' })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Keystone uri="http://localhost/identity"')
    })
  })

  describe('filters', () => {
    it.each([
      ['&name=alpha', ['alpha']],
      ['&name=eq:alpha', ['alpha']],
      ['&name=eq:a:b', ['a:b']],
      ['&name=in:alpha,beta,nobody', ['alpha', 'beta']],
      ['&name=in:"gamma, delta",beta', ['beta', 'gamma, delta']],
      ['&name=in:"has \\"quotes\\""', ['has "quotes"']],
      ['&disk_format=in:raw,iso', ['beta', 'gamma, delta']],
      ['&container_format=bare&disk_format=qcow2', ['alpha']],
      ['&status=in:queued,active&name=alpha', ['alpha']],
      ['&status=active', []],
      ['&os_distro=debian', ['alpha']],
      ['&os_distro=debian&tag=linux', ['alpha']],
      ['&nobody_has_this=x', []],
      ['&tag=linux', ['alpha', 'beta']],
      ['&tag=linux&tag=lts', ['alpha']],
      [`&tag=${encodeURIComponent('100% "x"')}`, ['gamma, delta']],
      ['&protected=true', ['gamma, delta']],
      ['&protected=false&tag=linux', ['alpha', 'beta']],
      ['&min_ram=512', ['alpha']],
      ['&min_ram_min=600', ['beta']],
      ['&min_ram_min=512&min_ram_max=512', ['alpha']],
      ['&min_disk_min=1', ['a:b']],
      ['&size_min=0', []],
      ['&owner=project-blue', []],
      ['&owner=project-red&name=beta', ['beta']],
      ['&checksum=d41d8cd98f00b204e9800998ecf8427e', []],
      ['&created_at=gt:2100-01-01T00:00:00Z', []],
      ['&created_at=gt:2020-01-01&name=alpha', ['alpha']],
      ['&created_at=lte:2020-01-01T00:00:00%2B01:00', []],
      ['&created_at=lte:2020-01-01T00:00:00+01:00', []],
      ['&updated_at=neq:2020-01-01&name=alpha', ['alpha']],
      ['&created_at=2020-01-01', []],
      ['&vitrine_search=ALPH', ['alpha']],
      ['&vitrine_search=%20', ['alpha', 'beta', 'gamma, delta', 'has "quotes"', 'everybody’s']],
      ['&id=in:nothing', []],
      ['&constructor=x', []],
    ])('answers “%s” with %j', async (query, expected) => {
      expect(await names(query)).toEqual(expected)
    })

    it('finds by the beginning of an id', async () => {
      expect(await names(`&vitrine_search=${ids.get('beta')?.slice(0, 13)}`)).toEqual(['beta'])
    })

    it('takes the second that a client sees for the whole second', async () => {
      const { images } = await page('?name=alpha')
      const created = images[0]?.created_at
      expect(await names(`&name=alpha&created_at=${created}`)).toEqual(['alpha'])
      expect(await names(`&name=alpha&created_at=gte:${created}`)).toEqual(['alpha'])
      expect(await names(`&name=alpha&created_at=lte:${created}`)).toEqual(['alpha'])
      expect(await names(`&name=alpha&created_at=gt:${created}`)).toEqual([])
      expect(await names(`&name=alpha&created_at=neq:${created}`)).toEqual([])
    })

    it.each([
      ['name', 'name=foo:bar'],
      ['name', 'name=in:"open'],
      ['name', 'name=in:a"b"'],
      ['name', 'name=in:"a"b'],
      ['status', 'status=gt:active'],
      ['visibility', 'visibility=secret'],
      ['visibility', 'visibility=public&visibility=all'],
      ['member_status', 'member_status=maybe'],
      ['os_hidden', 'os_hidden=yes'],
      ['protected', 'protected=True'],
      ['size_min', 'size_min=big'],
      ['size_max', 'size_max=1.5'],
      ['min_ram', 'min_ram=x'],
      ['created_at', 'created_at=yesterday'],
      ['created_at', 'created_at=after:2020-01-01'],
      ['created_at', 'created_at=gt:2020-02-31'],
      ['updated_at', 'updated_at=in:2020-01-01'],
      ['changes-since', 'changes-since=2020-01-01'],
      ['limit', 'limit=-1'],
      ['limit', 'limit=x'],
      ['limit', 'limit='],
      ['sort', 'sort=colour'],
      ['sort', 'sort=name:up'],
      ['sort', 'sort=name&sort_key=size'],
      ['sort', 'sort=name&sort_dir=asc'],
      ['sort_key', 'sort_key=colour'],
      ['sort_dir', 'sort_dir=up'],
      ['sort_dir', 'sort_key=name&sort_dir=asc&sort_dir=desc'],
      ['name', 'name=%00'],
    ])('refuses a wrong %s with 400 that names it: %s', async (field, query) => {
      const response = await api.ask('GET', `/v2/images?${query}`)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        code: '400 Bad Request',
        field,
        message: expect.stringContaining(field),
      })
    })
  })

  describe('order', () => {
    const some = '&name=in:alpha,beta,a:b'
    const ordered = async (query: string): Promise<unknown[]> =>
      (await page(`?${query}${some}`)).images.map(({ name }) => name)

    it.each([
      ['sort=name:asc', ['a:b', 'alpha', 'beta']],
      ['sort=name', ['beta', 'alpha', 'a:b']],
      ['sort=disk_format:asc,name:desc', ['a:b', 'alpha', 'beta']],
      ['sort_key=name&sort_dir=asc', ['a:b', 'alpha', 'beta']],
      ['sort_key=name', ['beta', 'alpha', 'a:b']],
      ['sort_key=status&sort_key=name&sort_dir=asc', ['a:b', 'alpha', 'beta']],
      ['sort_key=status&sort_key=name&sort_dir=asc&sort_dir=desc', ['beta', 'alpha', 'a:b']],
      ['sort_dir=asc', ['alpha', 'beta', 'a:b']],
      ['', ['a:b', 'beta', 'alpha']],
    ])('obeys “%s”', async (query, expected) => {
      expect(await ordered(query)).toEqual(expected)
    })
  })

  describe('pages', () => {
    it('follow one another without gaps or repetitions, by relative links that keep the question', async () => {
      const found: unknown[] = []
      let next: string | undefined = '/v2/images?limit=2&tag=linux&sort=name:asc&tag=linux'
      for (let pages = 0; next !== undefined && pages < 5; pages++) {
        const list = (await (await api.ask('GET', next)).json()) as ImageListWire
        expect(list.first).toBe('/v2/images?limit=2&tag=linux&sort=name%3Aasc&tag=linux')
        expect(list.schema).toBe('/v2/schemas/images')
        found.push(...list.images.map(({ name }) => name))
        next = list.next
      }
      expect(found).toEqual(['alpha', 'beta'])
    })

    it('have the usual length without a limit, and at most the greatest one', async () => {
      expect((await page('')).images).toHaveLength(4)
      expect((await page('?limit=99')).images).toHaveLength(5)
    })

    it('are empty, without a next one, when the limit is 0', async () => {
      const list = await page('?limit=0')
      expect(list.images).toEqual([])
      expect(list.next).toBeUndefined()
    })

    it('have a next one exactly when they are full', async () => {
      expect((await page('?limit=2&tag=linux')).next).toContain('marker=')
      expect((await page('?limit=3&tag=linux')).next).toBeUndefined()
    })

    it.each(['nonsense', '00000000-0000-4000-8000-000000000000', ''])(
      'refuse the marker “%s” with 400',
      async (marker) => {
        expect((await api.ask('GET', `/v2/images?marker=${marker}`)).status).toBe(400)
      },
    )

    it('refuse a marker that the caller cannot see exactly like one that does not exist', async () => {
      const marker = ids.get('has "quotes"') ?? ''
      const invisible = await api.ask('GET', `/v2/images?marker=${marker}`, { as: 'stranger' })
      const unknown = await api.ask('GET', '/v2/images?marker=00000000-0000-4000-8000-000000000000', {
        as: 'stranger',
      })
      expect(invisible.status).toBe(400)
      expect((await invisible.text()).replace(marker, '')).toBe(
        (await unknown.text()).replace('00000000-0000-4000-8000-000000000000', ''),
      )
    })
  })
})
