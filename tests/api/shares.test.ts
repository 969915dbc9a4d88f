import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ShareListWire } from '#lib/contract/share-wire.ts'
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
})
