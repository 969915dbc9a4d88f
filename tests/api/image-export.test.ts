import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'

describe('a whole list', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(openingSqlite())
  })
  afterAll(() => api.close())

  const file = async (name: string, query = '', as: Persona = 'redMember') => {
    const answer = await api.ask('GET', `/v2/vitrine/images/${name}${query}`, { as })
    expect([name, query, answer.status]).toEqual([name, query, 200])
    return answer
  }

  it('comes as one file, whatever pages it takes, in its order', async () => {
    const names = Array.from({ length: 1001 }, (_, n) => `many ${String(n).padStart(4, '0')}`)
    for (const name of names) await api.createImage({ name })
    const json = await file('export.json', '?vitrine_search=many&sort=name:asc&limit=3')
    expect(json.headers.get('content-disposition')).toBe('attachment; filename="images.json"')
    expect(((await json.json()) as ImageWire[]).map(({ name }) => name)).toEqual(names)
    const csv = await file('export.csv', '?vitrine_search=many&sort=name:asc')
    expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(1 + names.length)
    expect(await (await file('total', '?vitrine_search=many 0')).json()).toEqual({
      ...{ count: 1000, bytes: 0, is_more: false },
    })
  })

  it('holds nothing that a spreadsheet would run', async () => {
    const { id } = await api.createImage({ name: '=1+1', tags: ['+x'], note: 'says "a, b"\nand more' })
    const csv = await (await file('export.csv', '?name=%3D1%2B1')).text()
    expect(csv).toBe(
      `${'id,name,status,visibility,protected,os_hidden,owner,disk_format,container_format,size,virtual_size,'}` +
        'min_disk,min_ram,checksum,os_hash_algo,os_hash_value,created_at,updated_at,tags,stores,properties\r\n' +
        `${id},'=1+1,queued,shared,false,false,project-red,,,,,0,0,,,,` +
        `${csv.match(/(\d{4}-[^,]+Z,){2}/)?.[0]}"[""+x""]",,` +
        `"{""note"":""says \\""a, b\\""\\nand more""}"\r\n`,
    )
  })

  it('is that of the asker: others find, count and export nothing of it', async () => {
    const { id } = await api.createActive('12345', { name: 'whose', owner: 'project-red' })
    const query = `?id=${id}`
    expect(await (await file('total', query)).json()).toMatchObject({ count: 1, bytes: 5 })
    expect(await (await file('total', query, 'stranger')).json()).toMatchObject({ count: 0, bytes: 0 })
    expect(await (await file('export.json', query, 'stranger')).json()).toEqual([])
  })

  it('names the projects that have images in it, to administrators alone', async () => {
    const of = async (owner: string, name: string) => api.createActive('1', { name, owner })
    await of('project-red', 'owned one')
    await of('project-red', 'owned two')
    await of('project-blue', 'owned three')
    await of('project-green', 'somebody’s')
    expect(await (await file('owners', '?vitrine_search=owned', 'admin')).json()).toEqual({
      owners: [
        { id: 'project-red', count: 2 },
        { id: 'project-blue', count: 1 },
      ],
      is_more: false,
    })
    const refused = await api.ask('GET', '/v2/vitrine/images/owners', { as: 'redMember' })
    expect(refused.status).toBe(403)
  })

  it('leaves the images of one project out', async () => {
    const { id } = await api.createActive('12345', { name: 'whosever', owner: 'project-red' })
    const found = async (projectId: string) =>
      (await (await file('total', `?vitrine_not_owner=${projectId}&id=${id}`, 'admin')).json()) as unknown
    expect(await found('project-red')).toMatchObject({ count: 0 })
    expect(await found('project-blue')).toMatchObject({ count: 1 })
  })

  it('is narrowed to a store, and by nonsense refused before the file begins', async () => {
    const { id } = await api.createActive('12345', { name: 'stored' })
    const { default: store } = { default: 'file' }
    const found = async (name: string) =>
      ((await (await file('export.json', `?vitrine_store=${name}&id=${id}`, 'admin')).json()) as unknown[])
        .length
    expect([await found(store), await found('elsewhere')]).toEqual([1, 0])
    const refused = await api.ask('GET', '/v2/vitrine/images/export.csv?size_min=big')
    expect([refused.status, await refused.json()]).toMatchObject([400, { field: 'size_min' }])
  })
})
