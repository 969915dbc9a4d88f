import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AuditEventWire, AuditListWire } from '#lib/contract/event-audit-wire.ts'
import { insertUser } from '#lib/db/identity-users.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const PATCH = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' }

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  const askFor = (query: string, as: Persona) => api.ask('GET', `/v2/vitrine/events${query}`, { as })
  async function eventsOf(query: string, as: Persona = 'redMember'): Promise<readonly AuditEventWire[]> {
    const response = await askFor(query, as)
    expect(response.status).toBe(200)
    return ((await response.json()) as AuditListWire).events
  }
  const rename = (id: string, as: Persona = 'redMember') =>
    api.ask('PATCH', `/v2/images/${id}`, {
      as,
      headers: PATCH,
      body: [{ op: 'replace', path: '/name', value: 'new' }],
    })

  it('shows the owner the timeline of an image, newest first, with what changed', async () => {
    const { id } = await api.createImage({ name: 'old' })
    await rename(id)
    const events = await eventsOf(`?image_id=${id}`)
    expect(events.map((event) => event.type)).toEqual(['image.update', 'image.create'])
    expect(events[0]).toMatchObject({
      ...{ user_id: 'user-redMember', project_id: 'project-red', image_id: id, owner: 'project-red' },
      changes: { name: { before: 'old', after: 'new' } },
    })
    expect(events[0]).not.toHaveProperty('payload')
  })

  it('shows nobody the events of others, and administrators all of them with their payload', async () => {
    const { id } = await api.createImage({ visibility: 'public' }, 'admin')
    expect(await eventsOf(`?image_id=${id}`, 'stranger')).toEqual([])
    expect((await askFor('?owner=project-red', 'stranger')).status).toBe(403)
    expect((await askFor('', 'unscoped')).status).toBe(403)
    expect(await eventsOf(`?image_id=${id}`, 'admin')).toMatchObject([{ payload: { id, is_public: true } }])
  })

  it('tells an owner that an administrator did something, not who and from where', async () => {
    const { id } = await api.createImage()
    await rename(id, 'admin')
    const [event] = await eventsOf(`?image_id=${id}`)
    expect(event).toMatchObject({ type: 'image.update', user_id: null, project_id: null, address: null })
  })

  it('pages by marker through what the filters find', async () => {
    const { id } = await api.createImage()
    for (let n = 0; n < 4; n++) await api.ask('PUT', `/v2/images/${id}/tags/t${n}`)
    const found: string[] = []
    let next: string | undefined = `/v2/vitrine/events?image_id=${id}&type=image&limit=2`
    while (next !== undefined) {
      const page = (await (await api.ask('GET', next)).json()) as AuditListWire
      found.push(...page.events.map((event) => event.type))
      next = page.next
    }
    expect(found).toEqual([...Array<string>(4).fill('image.update'), 'image.create'])
    expect(await eventsOf(`?image_id=${id}&type=image.create`)).toHaveLength(1)
    expect(await eventsOf(`?image_id=${id}&until=2020-01-01`)).toEqual([])
    expect(await eventsOf(`?image_id=${id}&user_id=somebody`)).toEqual([])
  })

  it.each(['?type=image.nonsense', '?since=yesterday', '?marker=x', '?limit=-1', '?nonsense=1'])(
    'refuses %s and names the parameter',
    async (query) => {
      const response = await askFor(query, 'redMember')
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ field: query.slice(1).split('=')[0] })
    },
  )

  it('exports what it shows, as CSV that no spreadsheet runs and as JSON', async () => {
    const { id } = await api.createImage({ name: '=cmd()' })
    await rename(id)
    const csv = await api.ask('GET', `/v2/vitrine/events/export?image_id=${id}`)
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=UTF-8')
    const lines = (await csv.text()).trimEnd().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('"{""name"":{""before"":""=cmd()"",""after"":""new""}}"')
    const json = await api.ask('GET', `/v2/vitrine/events/export?image_id=${id}&format=json`)
    const names = {
      ...{ user_name: 'redMember', project_name: 'project-red' },
      ...{ owner_name: 'project-red', member_name: null },
    }
    const listed = await eventsOf(`?image_id=${id}`)
    expect(await json.json()).toEqual(listed.map((event) => ({ ...event, ...names })))
  })

  it('exports the names of users and projects as far as the asker may know them, in the last columns', async () => {
    const { kysely } = api.runtime.database
    const project = await kysely
      .selectFrom('identity_projects')
      .select(['id', 'name'])
      .executeTakeFirstOrThrow()
    const someone = await kysely.selectFrom('identity_users').selectAll().executeTakeFirstOrThrow()
    await insertUser(kysely, { ...someone, id: 'user-redMember', name: 'anna, =x' })
    const { id } = await api.createImage({ visibility: 'shared' })
    await api.ask('POST', `/v2/images/${id}/members`, { body: { member: project.id } })
    const query = `?image_id=${id}&type=image.share.offer`
    const csvFor = async (as: Persona): Promise<string> =>
      (await api.ask('GET', `/v2/vitrine/events/export${query}`, { as })).text()
    expect(await csvFor('admin')).toMatch(
      new RegExp(
        `^id,.*,user_name,project_name,owner_name,member_name\r\n.*,"anna, =x",,,${project.name}\r\n$`,
      ),
    )
    expect(await csvFor('redReader')).toMatch(new RegExp(`,,project-red,project-red,${project.name}\r\n$`))
  })

  it('records a download by who did it and how much was read', async () => {
    const { id } = await api.createActive('0123456789', { visibility: 'public' })
    const download = await api.ask('GET', `/v2/images/${id}/file`, { as: 'blueMember' })
    expect(await download.text()).toBe('0123456789')
    await expect
      .poll(() => eventsOf(`?image_id=${id}&type=image.send`, 'admin'), { timeout: 20_000 })
      .toMatchObject([
        { priority: 'INFO', payload: { bytes_sent: 10, receiver_tenant_id: 'project-blue', image_id: id } },
      ])
  })
})
