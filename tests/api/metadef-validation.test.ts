import { afterEach, expect, it } from 'vitest'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const PATCH = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' }
const WARNINGS = 'Vitrine-Metadef-Warnings'

forEachDatabase((open) => {
  let api: TestApi
  const start = async (mode: string) => {
    api = await openApi(open, { VITRINE_METADEF_VALIDATION: mode })
  }
  afterEach(() => api.close())

  const create = (properties: Readonly<Record<string, string>>) =>
    api.ask('POST', '/v2/images', { body: { name: 'one', ...properties } })
  const change = (id: string, steps: readonly object[]) =>
    api.ask('PATCH', `/v2/images/${id}`, { body: steps, headers: PATCH })

  it('asks no definition when validation is off', async () => {
    await start('off')
    const answer = await create({ hw_cpu_sockets: 'many' })
    expect([answer.status, answer.headers.get(WARNINGS)]).toEqual([201, null])
  })

  it('warns in a header, and does what was asked', async () => {
    await start('warn')
    const answer = await create({ hw_cpu_sockets: 'many', os_distro: 'DEBIAN', site_key: 'ü' })
    expect(answer.status).toBe(201)
    expect(JSON.parse(answer.headers.get(WARNINGS) ?? '')).toEqual([
      { property: 'hw_cpu_sockets', rule: 'type', namespace: 'OS::Compute::VirtCPUTopology' },
      { property: 'os_distro', rule: 'pattern', namespace: 'OS::OperatingSystem' },
    ])
  })

  it('refuses with the property and the rule, looks at what changes only, and follows the definitions', async () => {
    await start('enforce')
    const refused = await create({ hw_cpu_sockets: '0' })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({
      field: 'hw_cpu_sockets',
      message: expect.stringMatching(/must be at least 1 \(rule minimum of OS::Compute::VirtCPUTopology\)/),
    })

    const robot = {
      namespace: 'Site::Robots',
      visibility: 'public',
      resource_type_associations: [{ name: 'OS::Glance::Image', prefix: 'site_' }],
      properties: { arms: { title: 'Arms', type: 'string' } },
    }
    const { id } = (await (await create({ site_arms: 'two', os_version: '13' })).json()) as { id: string }
    expect((await api.ask('POST', '/v2/metadefs/namespaces', { as: 'admin', body: robot })).status).toBe(201)
    const stricter = { name: 'arms', title: 'Arms', type: 'integer' }
    const path = '/v2/metadefs/namespaces/Site::Robots/properties/arms'
    expect((await api.ask('PUT', path, { as: 'admin', body: stricter })).status).toBe(200)

    // What the image has already stays, until somebody writes it.
    expect((await change(id, [{ op: 'replace', path: '/os_version', value: '14' }])).status).toBe(200)
    expect((await change(id, [{ op: 'replace', path: '/site_arms', value: 'three' }])).status).toBe(400)
    expect((await change(id, [{ op: 'replace', path: '/site_arms', value: '3' }])).status).toBe(200)
    expect((await change(id, [{ op: 'remove', path: '/site_arms' }])).status).toBe(200)
  })
})
