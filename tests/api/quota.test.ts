import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OCTETS, openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const MIB = 1024 ** 2
const RAW = { disk_format: 'raw', container_format: 'bare' }

forEachDatabase((open) => {
  const service = (settings: Readonly<Record<string, string>>) => {
    let api: TestApi | undefined
    beforeAll(async () => {
      api = await openApi(open, settings)
    })
    afterAll(() => api?.close())
    const now = (): TestApi => {
      if (api === undefined) throw new Error('The service has not started.')
      return api
    }
    const put = (id: string, body: Uint8Array, headers = {}) =>
      now().ask('PUT', `/v2/images/${id}/file`, { body, headers: { ...OCTETS, ...headers } })
    const messageOf = async (response: Response) => ((await response.json()) as { message: string }).message
    const read = async (path: string, as: Persona = 'redMember') =>
      (await (await now().ask('GET', path, { as })).json()) as Record<string, never>
    return { now, put, messageOf, read }
  }

  describe('with a storage quota', () => {
    const { now, put, messageOf, read } = service({ VITRINE_USER_STORAGE_QUOTA_BYTES: '3MB' })

    it('an upload that does not fit is 413 before its first byte, with the numbers and what to do', async () => {
      const first = await now().createImage(RAW)
      expect((await put(first.id, new Uint8Array(2 * MIB))).status).toBe(204)
      const second = await now().createImage(RAW)

      const refused = await put(second.id, new Uint8Array(10), { 'x-openstack-image-size': String(2 * MIB) })

      expect(refused.status).toBe(413)
      expect(await messageOf(refused)).toBe(
        'The project may have 3145728 bytes of image data (image_size_total): 2097152 are used and 0 reserved by uploads ' +
          'under way, so 2097152 more do not fit. Delete images that are not needed, or ask an administrator for more.',
      )
      expect((await now().ask('GET', `/v2/images/${second.id}`)).status).toBe(200)
      expect((await put(second.id, new Uint8Array(MIB))).status).toBe(204)
    })

    it('another project has room of its own', async () => {
      const image = await now().createImage(RAW, 'blueMember')
      const answer = await now().ask('PUT', `/v2/images/${image.id}/file`, {
        as: 'blueMember',
        body: new Uint8Array(3 * MIB),
        headers: OCTETS,
      })
      expect(answer.status).toBe(204)
    })

    it('is told to the dashboard to the byte, and not where Glance tells only unified limits', async () => {
      expect(await read('/v2/vitrine/quota', 'stranger')).toMatchObject({
        source: 'storage_quota',
        size_cap: 1024 ** 4,
        quota: {
          project_id: 'project-green',
          image_size_total: { used: 0, reserved: 0, limit: 3 * MIB },
          image_count_total: { used: 0, reserved: 0, limit: null },
        },
      })
      expect(await read('/v2/info/usage')).toEqual({ usage: {} })
      expect(await read('/v2/vitrine/quota', 'unscoped')).toMatchObject({ quota: null })
    })
  })

  describe('with unified limits', () => {
    const { now, put, messageOf, read } = service({ VITRINE_USE_KEYSTONE_LIMITS: 'true' })
    const setLimits = (projectId: string, limits: object, as: Persona = 'admin') =>
      now().ask('PUT', `/v2/vitrine/quotas/${projectId}`, { as, body: { limits } })

    it('what nobody registered is 0, so that nothing can be made', async () => {
      const refused = await now().ask('POST', '/v2/images', { as: 'stranger', body: {} })
      expect(refused.status).toBe(413)
      expect(await messageOf(refused)).toMatch(/may have 0 images \(image_count_total\)/)
    })

    it('each limit holds by itself, and usage is told in MiB', async () => {
      const limits = { image_size_total: 2 * MIB, image_count_total: 2, image_count_uploading: null }
      expect((await setLimits('project-red', limits)).status).toBe(200)
      const first = await now().createImage(RAW)
      await now().createImage(RAW)
      expect((await now().ask('POST', '/v2/images', { body: {} })).status).toBe(413)
      expect((await put(first.id, new Uint8Array(MIB))).status).toBe(204)

      expect(await read('/v2/info/usage')).toEqual({
        usage: {
          image_size_total: { limit: 2, usage: 1 },
          image_stage_total: { limit: 0, usage: 0 },
          image_count_total: { limit: 2, usage: 2 },
          image_count_uploading: { limit: -1, usage: 0 },
        },
      })
    })

    it('are set and listed by administrators alone', async () => {
      expect((await setLimits('project-blue', { image_count_total: 7 }, 'redMember')).status).toBe(403)
      expect((await now().ask('GET', '/v2/vitrine/quotas')).status).toBe(403)
      expect((await setLimits('project-blue', { image_count_total: 7 })).status).toBe(200)

      const { quotas } = await read('/v2/vitrine/quotas', 'admin')
      expect(quotas).toContainEqual(
        expect.objectContaining({
          project_id: 'project-blue',
          image_count_total: { used: 0, reserved: 0, limit: 7 },
        }),
      )
      const page = await read('/v2/vitrine/quotas?limit=1', 'admin')
      expect(page).toMatchObject({ quotas: [{}], next: expect.stringMatching(/limit=1&marker=/) })

      expect((await setLimits('project-blue', { image_count_total: 'default' })).status).toBe(200)
      expect(await read('/v2/vitrine/quotas/project-blue', 'admin')).toMatchObject({
        quota: { image_count_total: { limit: 0 } },
      })
    })

    it.each([{ limits: { image_count_total: -1 } }, { limits: { bytes: 1 } }, {}, { limits: 1 }])(
      'a change to %j is 400',
      async (body) => {
        const answer = await now().ask('PUT', '/v2/vitrine/quotas/project-blue', { as: 'admin', body })
        expect(answer.status).toBe(400)
      },
    )
  })
})
