import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open, { VITRINE_DELAYED_DELETE: 'true', VITRINE_SCRUB_SECONDS: '3600' })
  })
  afterAll(() => api.close())

  const statusOf = async (method: string, path: string, as: Persona = 'redMember'): Promise<number> =>
    (await api.ask(method, path, { as })).status
  const trash = '/v2/vitrine/deleted-images'
  const trashOf = async (as: Persona) => {
    const { images } = (await (await api.ask('GET', trash, { as })).json()) as { images: { id: string }[] }
    return images.map(({ id }) => id)
  }
  const ofRed = { owner: 'project-red' }
  async function aDeletedImage(attributes = {}): Promise<ImageWire> {
    const image = await api.createActive('kept for a while', { ...ofRed, ...attributes })
    expect(await statusOf('DELETE', `/v2/images/${image.id}`)).toBe(204)
    return image
  }
  const dataFiles = () => readdir(join(api.runtime.config.dataDir, 'images'))

  describe('a deleted image that is kept for a while', () => {
    it('is gone for tenants, and waits for administrators to see', async () => {
      const { id } = await aDeletedImage({ visibility: 'public' })
      expect(await statusOf('GET', `/v2/images/${id}`)).toBe(404)
      expect(await statusOf('GET', `/v2/images/${id}/file`)).toBe(404)
      expect(await statusOf('DELETE', `/v2/images/${id}`)).toBe(404)
      expect(await statusOf('GET', `/v2/images/${id}`, 'stranger')).toBe(404)
      const list = await (await api.ask('GET', '/v2/images?limit=1000')).json()
      expect(JSON.stringify(list)).not.toContain(id)
      const seen = await (await api.ask('GET', `/v2/images/${id}`, { as: 'admin' })).json()
      expect(seen).toMatchObject({ status: 'pending_delete' })
    })

    it('stands in the trash of its project', async () => {
      const { id } = await aDeletedImage()
      const response = await api.ask('GET', trash)
      const { images } = (await response.json()) as { images: Record<string, string>[] }
      expect(images[0]).toMatchObject({ id, owner: 'project-red', size: 16, status_before: 'active' })
      const waits = Date.parse(images[0]?.kept_until ?? '') - Date.parse(images[0]?.deleted_at ?? '')
      expect(waits).toBe(3_600_000)
      expect(await trashOf('admin')).toContain(id)
      expect(await trashOf('stranger')).toEqual([])
      expect(await trashOf('unscoped')).toEqual([])
    })

    it('comes back as it was', async () => {
      const { id } = await aDeletedImage()
      expect(await statusOf('POST', `${trash}/${id}/restore`, 'redReader')).toBe(403)
      expect(await statusOf('POST', `${trash}/${id}/restore`, 'stranger')).toBe(404)
      expect(await statusOf('POST', `${trash}/${id}/restore`)).toBe(204)
      expect(await (await api.ask('GET', `/v2/images/${id}/file`)).text()).toBe('kept for a while')
      expect(await trashOf('redMember')).not.toContain(id)
      expect(await statusOf('POST', `${trash}/${id}/restore`)).toBe(404)
    })

    it('does not become active by deleting and restoring what was deactivated', async () => {
      const { id } = await api.createActive('kept for a while', ofRed)
      await api.ask('POST', `/v2/images/${id}/actions/deactivate`, { as: 'admin' })
      expect(await statusOf('DELETE', `/v2/images/${id}`)).toBe(204)
      expect(await statusOf('POST', `${trash}/${id}/restore`)).toBe(204)
      const image = await (await api.ask('GET', `/v2/images/${id}`)).json()
      expect(image).toMatchObject({ status: 'deactivated' })
    })

    it('goes at once when its owner says so', async () => {
      const { id } = await aDeletedImage()
      expect(await statusOf('DELETE', `${trash}/${id}`, 'stranger')).toBe(404)
      expect(await statusOf('DELETE', `${trash}/${id}`)).toBe(204)
      expect(await dataFiles()).not.toContain(id)
      expect(await statusOf('GET', `/v2/images/${id}`, 'admin')).toBe(404)
      expect(await statusOf('POST', `${trash}/${id}/restore`)).toBe(404)
    })
  })

  it('an image without data is deleted at once', async () => {
    const { id } = await api.createImage()
    expect(await statusOf('DELETE', `/v2/images/${id}`)).toBe(204)
    expect(await statusOf('GET', `/v2/images/${id}`, 'admin')).toBe(404)
  })
})
