import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ShareListWire } from '#lib/contract/share-wire.ts'
import { systemContext } from '#lib/domain/context.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  const share = async (name: string, member: string): Promise<string> => {
    const { id } = await api.createImage({ name })
    await api.ask('POST', `/v2/images/${id}/members`, { body: { member } })
    return id
  }
  const sharesOf = async (as: Persona, query = ''): Promise<ShareListWire> => {
    const response = await api.ask('GET', `/v2/vitrine/shares${query}`, { as })
    expect(response.status).toBe(200)
    return (await response.json()) as ShareListWire
  }
  const answer = (id: string, status: string) =>
    api.ask('PUT', `/v2/images/${id}/members/project-blue`, { as: 'blueMember', body: { status } })

  it('tells a project what waits for its answer, what it accepted and what it rejected', async () => {
    const before = (await sharesOf('blueMember')).counts
    const [waiting, taken, refused] = [
      await share('waiting', 'project-blue'),
      await share('taken', 'project-blue'),
      await share('refused', 'project-blue'),
    ]
    await share('not for blue', 'project-green')
    await answer(taken, 'accepted')
    await answer(refused, 'rejected')

    const { shares, counts } = await sharesOf('blueMember')
    expect(counts).toEqual({
      pending: before.pending + 1,
      accepted: before.accepted + 1,
      rejected: before.rejected + 1,
    })
    expect(shares[0]).toEqual({
      image: {
        id: waiting,
        name: 'waiting',
        status: 'queued',
        disk_format: null,
        container_format: null,
        size: null,
        os_hidden: false,
      },
      owner: { id: 'project-red', name: null },
      status: 'pending',
      shared_at: expect.stringMatching(/Z$/),
      answered_at: null,
      ends_at: null,
    })
    const accepted = await sharesOf('blueReader', '?status=accepted')
    expect(accepted.shares.map(({ image }) => image.id)).toContain(taken)
    expect(accepted.shares[0]?.answered_at).toMatch(/Z$/)
  })

  it('gives every share once, however it is paged', async () => {
    const ids = [await share('one', 'project-green'), await share('two', 'project-green')]
    const seen: string[] = []
    for (let path: string | undefined = '?limit=1'; path !== undefined; ) {
      const page: ShareListWire = await sharesOf('stranger', path)
      seen.push(...page.shares.map(({ image }) => image.id))
      path = page.next?.slice(page.next.indexOf('?'))
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(ids))
  })

  it('forgets a share that was taken back, and one whose image is no longer shared', async () => {
    const removed = await share('removed', 'project-blue')
    await api.ask('DELETE', `/v2/images/${removed}/members/project-blue`)
    const withdrawn = await share('withdrawn', 'project-blue')
    await api.ask('PATCH', `/v2/images/${withdrawn}`, {
      body: [{ op: 'replace', path: '/visibility', value: 'private' }],
      headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
    })
    const ids = (await sharesOf('blueMember')).shares.map(({ image }) => image.id)
    expect(ids).not.toContain(removed)
    expect(ids).not.toContain(withdrawn)
  })

  it.each(['?status=maybe', '?limit=0', '?limit=x', '?marker=unknown'])(
    'refuses %s with 400',
    async (query) => {
      expect((await api.ask('GET', `/v2/vitrine/shares${query}`)).status).toBe(400)
    },
  )

  it('names the projects whose id or exact name is known, and no others', async () => {
    const names = async (query: string, as: Persona = 'redMember') => {
      const response = await api.ask('GET', `/v2/vitrine/projects?${query}`, { as })
      return { status: response.status, body: (await response.json()) as { projects?: { name: string }[] } }
    }
    const known = await names('name=admin')
    expect(known.body.projects).toEqual([{ id: expect.any(String), name: 'admin', domain_name: 'Default' }])
    const id = (known.body.projects as unknown as { id: string }[])[0]?.id
    expect((await names(`id=${id}&id=unknown`)).body.projects).toEqual(known.body.projects)
    expect((await names('name=adm')).body.projects).toEqual([])
    expect((await names('name=admin', 'unscoped')).status).toBe(403)
  })

  const NEXT_CENTURY = '2101-01-01T00:00:00Z'
  const setEnd = (id: string, ends_at: unknown, as: Persona = 'redMember', member = 'project-blue') =>
    api.ask('PUT', `/v2/vitrine/shares/${id}/${member}`, { as, body: { ends_at } })
  const membersOf = async (id: string, as: Persona = 'redMember') => {
    const headers = { 'x-vitrine-show': 'ends' }
    const response = await api.ask('GET', `/v2/images/${id}/members`, { as, headers })
    return ((await response.json()) as { members: { member_id: string; vitrine_ends_at: unknown }[] }).members
  }

  it('tells both sides when a share ends, and only those who ask', async () => {
    const id = await share('for a while', 'project-blue')
    expect((await setEnd(id, NEXT_CENTURY)).status).toBe(200)
    for (const as of ['redMember', 'blueMember'] as const)
      expect(await membersOf(id, as)).toMatchObject([{ vitrine_ends_at: NEXT_CENTURY }])
    const own = (await sharesOf('blueMember')).shares.find(({ image }) => image.id === id)
    expect(own?.ends_at).toBe(NEXT_CENTURY)
    const plain = await (await api.ask('GET', `/v2/images/${id}/members`)).text()
    expect(plain).not.toContain('ends_at')
    await setEnd(id, null)
    expect(await membersOf(id)).toMatchObject([{ vitrine_ends_at: null }])
  })

  it('lets only those who may share say when it ends, and only times to come', async () => {
    const id = await share('not theirs', 'project-blue')
    expect((await setEnd(id, NEXT_CENTURY, 'blueMember')).status).toBe(403)
    expect((await setEnd(id, NEXT_CENTURY, 'redReader')).status).toBe(403)
    expect((await setEnd(id, NEXT_CENTURY, 'stranger')).status).toBe(404)
    expect((await setEnd(id, NEXT_CENTURY, 'redMember', 'project-green')).status).toBe(404)
    expect((await setEnd(id, '2001-01-01T00:00:00Z')).status).toBe(400)
    expect(await membersOf(id)).toMatchObject([{ vitrine_ends_at: null }])
  })

  it('ends a share at its time, and not before; the rest stays', async () => {
    const id = await share('over', 'project-blue')
    await api.ask('POST', `/v2/images/${id}/members`, { body: { member: 'project-green' } })
    await setEnd(id, NEXT_CENTURY)
    const { shareEnds } = api.runtime
    const end = Date.parse(NEXT_CENTURY)
    await shareEnds.endDue(systemContext('test'), end - 1, 1000)
    expect(await membersOf(id)).toHaveLength(2)
    await shareEnds.endDue(systemContext('test'), end, 1000)
    expect(await membersOf(id)).toMatchObject([{ member_id: 'project-green' }])
    const history = await api.ask('GET', `/v2/vitrine/events?image_id=${id}&type=image.share.withdraw`)
    expect(((await history.json()) as { events: unknown[] }).events).toMatchObject([
      { member_id: 'project-blue' },
    ])
  })
})
