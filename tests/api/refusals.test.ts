import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageListWire, ImageWire } from '#lib/contract/image-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const POLICY = `
delete_image: role:admin
deactivate: "@"
`
const PROTECTIONS = `
[^fixed_]
create = member
read = @
update = admin
delete = !
[.*]
create = @
read = @
update = @
delete = @
`
const SHOWING = { 'x-vitrine-show': 'refusals' }

forEachDatabase((open) => {
  describe('what a caller may not do', () => {
    let folder: string
    let api: TestApi
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'vitrine-refusals-'))
      await writeFile(join(folder, 'policy.yaml'), POLICY)
      await writeFile(join(folder, 'protections.ini'), PROTECTIONS)
      api = await openApi(open, {
        VITRINE_POLICY_FILE: join(folder, 'policy.yaml'),
        VITRINE_PROPERTY_PROTECTION_FILE: join(folder, 'protections.ini'),
        VITRINE_USER_STORAGE_QUOTA_BYTES: '4B',
      })
    })
    afterAll(async () => {
      await api.close()
      await rm(folder, { recursive: true })
    })

    const refused = async (id: string, as: Persona = 'redMember') => {
      const image = (await (
        await api.ask('GET', `/v2/images/${id}`, { as, headers: SHOWING })
      ).json()) as ImageWire
      if (image.vitrine_refused === undefined) throw new Error('Nothing was said.')
      return image.vitrine_refused
    }

    it('is told of keys that are defined, before any image has them', async () => {
      const tree = {
        ...{
          namespace: 'Site::Fixed',
          visibility: 'public',
          resource_type_associations: [{ name: 'OS::Glance::Image' }],
        },
        properties: { fixed_by: { title: 'By', type: 'string' }, free: { title: 'Free', type: 'string' } },
      }
      expect((await api.ask('POST', '/v2/metadefs/namespaces', { as: 'admin', body: tree })).status).toBe(201)
      const path = '/v2/metadefs/namespaces?vitrine_tree=true&limit=100'
      const told = async (as: Persona, headers = SHOWING) =>
        (await (await api.ask('GET', path, { as, headers })).json()).vitrine_refused?.properties
      expect(await told('redReader')).toEqual({
        fixed_by: {
          create: expect.stringMatching(/fixed_by is protected: the roles member may create it/),
          update: expect.stringMatching(/the roles admin may update it/),
          delete: expect.stringMatching(/nobody may delete it/),
        },
      })
      expect(Object.keys((await told('redMember')).fixed_by)).toEqual(['update', 'delete'])
      expect(await told('redMember', { 'x-vitrine-show': 'translations' })).toBeUndefined()
    })

    it('is told only to clients that ask', async () => {
      const { id } = await api.createImage()
      const image = await (await api.ask('GET', `/v2/images/${id}`)).json()
      expect(image).not.toHaveProperty('vitrine_refused')
      const list = (await (await api.ask('GET', '/v2/images', { headers: SHOWING })).json()) as ImageListWire
      expect(list.images.length).toBeGreaterThan(0)
      for (const each of list.images) expect(each).toHaveProperty('vitrine_refused.actions')
    })

    it('follows the site’s policy, and the server does as it says', async () => {
      const { id } = await api.createImage()
      const { rules, actions } = await refused(id)
      expect(Object.keys(rules).sort()).toEqual(['delete_image', 'publicize_image'])
      expect(actions.delete).toBe(rules.delete_image)
      expect(actions).not.toHaveProperty('edit')
      expect(actions['setVisibility.public']).toMatch(/administrator/)
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(403)
      expect((await refused(id, 'admin')).actions).not.toHaveProperty('delete')
    })

    it('knows the state of the image and of the quota', async () => {
      const waiting = await api.createImage()
      expect((await refused(waiting.id)).actions).not.toHaveProperty('upload')
      const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
      const headers = { 'Content-Type': 'application/octet-stream' }
      expect((await api.ask('PUT', `/v2/images/${id}/file`, { body: 'four', headers })).status).toBe(204)

      const active = (await refused(id)).actions
      expect(active.upload).toMatch(/this one is active/)
      expect(active.reactivate).toMatch(/this one is active/)
      expect(active).not.toHaveProperty('download')
      expect((await refused(waiting.id)).actions.upload).toMatch(/used up its image_size_total of 4/)
    })

    it('names the protected properties, and who may change them', async () => {
      const { id } = await api.createImage({ fixed_by: 'us', free: 'yes' })
      expect((await refused(id)).properties).toEqual({
        fixed_by: {
          update: 'The property fixed_by is protected: the roles admin may update it.',
          delete: 'The property fixed_by is protected: nobody may delete it.',
        },
      })
    })
  })
})
