import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeactivationWire } from '#lib/contract/deactivation-wire.ts'
import type { ImageListWire, ImageWire } from '#lib/contract/image-wire.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createDeactivationRecords } from '#lib/db/images/deactivations.ts'
import { endDeactivations } from '#lib/runtime/open-ends.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const NEXT_CENTURY = '2101-01-01T00:00:00Z'
const SHOWING = { 'x-vitrine-show': 'refusals, reasons' }

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  const put = (id: string, body: unknown, as: Persona = 'admin') =>
    api.ask('PUT', `/v2/vitrine/deactivations/${id}`, { as, body })
  const show = async (id: string, as: Persona = 'redMember') =>
    (await (await api.ask('GET', `/v2/images/${id}`, { as, headers: SHOWING })).json()) as ImageWire
  const ofRed = { owner: 'project-red' }
  const redImage = () => api.createActive('some data', ofRed)
  const endAll = (nowMs: number) =>
    endDeactivations(
      {
        records: createImageRecords(api.runtime.database),
        deactivations: createDeactivationRecords(api.runtime.database),
        log: api.runtime.log,
      },
      nowMs,
      new AbortController().signal,
    )

  describe('deactivating with a reason', () => {
    it('tells the reason, the ticket and the end to those who see the image and ask for them', async () => {
      const { id } = await redImage()
      const answer = await put(id, { reason: 'A hole in OpenSSH', ticket: 'SEC-17', until: NEXT_CENTURY })
      expect(answer.status).toBe(200)
      const told = { reason: 'A hole in OpenSSH', ticket: 'SEC-17', until: NEXT_CENTURY }
      expect((await show(id)).vitrine_deactivation).toMatchObject(told)
      const alone = await api.ask('GET', `/v2/vitrine/deactivations/${id}`)
      expect((await alone.json()) as DeactivationWire).toMatchObject({ image_id: id, ...told })
      const list = (await (
        await api.ask('GET', `/v2/images?id=in:${id}`, { headers: SHOWING })
      ).json()) as ImageListWire
      expect(list.images[0]?.vitrine_deactivation).toMatchObject(told)
      expect(await (await api.ask('GET', `/v2/images/${id}`)).json()).not.toHaveProperty(
        'vitrine_deactivation',
      )
    })

    it('says it in the refusal of a download, and to nobody who does not see the image', async () => {
      const { id } = await redImage()
      await put(id, { reason: 'A hole in OpenSSH', ticket: 'SEC-17' })
      const refused = await api.ask('GET', `/v2/images/${id}/file`)
      expect(refused.status).toBe(403)
      expect(await refused.text()).toContain('A hole in OpenSSH (SEC-17)')
      for (const path of [`/v2/images/${id}/file`, `/v2/vitrine/deactivations/${id}`]) {
        const unseen = await api.ask('GET', path, { as: 'stranger' })
        expect(unseen.status).toBe(404)
        expect(await unseen.text()).not.toContain('OpenSSH')
      }
      const data = await api.ask('GET', `/v2/images/${id}/file`, { as: 'admin' })
      expect(await data.text()).toBe('some data')
    })

    it('can be said anew, and is forgotten when the image is active again', async () => {
      const { id } = await redImage()
      await api.ask('POST', `/v2/images/${id}/actions/deactivate`, { as: 'admin' })
      expect((await show(id)).vitrine_deactivation).toBeNull()
      await put(id, { reason: 'first' })
      await put(id, { reason: 'second' })
      expect((await show(id)).vitrine_deactivation).toMatchObject({
        reason: 'second',
        ticket: null,
        until: null,
      })
      await api.ask('POST', `/v2/images/${id}/actions/reactivate`, { as: 'admin' })
      expect(await show(id)).toMatchObject({ status: 'active', vitrine_deactivation: null })
      await api.ask('POST', `/v2/images/${id}/actions/deactivate`, { as: 'admin' })
      expect((await show(id)).vitrine_deactivation).toBeNull()
    })

    it('is for those who may deactivate, of images that have data', async () => {
      const { id } = await redImage()
      expect((await put(id, { reason: 'no' }, 'redReader')).status).toBe(403)
      expect((await put(id, { reason: 'no' }, 'stranger')).status).toBe(404)
      const queued = await api.createImage()
      expect((await put(queued.id, { reason: 'no' })).status).toBe(403)
      expect((await show(id)).status).toBe('active')
    })

    it.each([
      ['nothing to say', { reason: ' ' }, 'reason'],
      ['too much to say', { reason: 'x'.repeat(1001) }, 'reason'],
      ['what no database keeps', { reason: 'a\u0000' }, 'reason'],
      ['an end in the past', { reason: 'x', until: '2001-01-01T00:00:00Z' }, 'until'],
      ['an end that is no time', { reason: 'x', until: 'soon' }, 'until'],
    ])('refuses %s', async (_, body, field) => {
      const { id } = await redImage()
      const answer = await put(id, body)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ field })
    })

    it('stands in the history of the image', async () => {
      const { id } = await redImage()
      await put(id, { reason: 'A hole in OpenSSH', until: NEXT_CENTURY })
      const history = await api.ask('GET', `/v2/vitrine/events?image_id=${id}&type=image.deactivate`)
      const { events } = (await history.json()) as { events: { changes: unknown }[] }
      expect(events[0]?.changes).toMatchObject({
        status: { before: 'active', after: 'deactivated' },
        deactivation_reason: { before: null, after: 'A hole in OpenSSH' },
        deactivation_until: { before: null, after: NEXT_CENTURY },
      })
    })
  })

  describe('the end of a deactivation', () => {
    it('makes the image active again at its time, not before, and says so', async () => {
      const { id } = await redImage()
      await put(id, { reason: 'for a while', until: NEXT_CENTURY })
      await endAll(Date.parse(NEXT_CENTURY) - 1)
      expect((await show(id)).status).toBe('deactivated')
      await endAll(Date.parse(NEXT_CENTURY))
      expect((await show(id)).status).toBe('active')
      const history = await api.ask('GET', `/v2/vitrine/events?image_id=${id}&type=image.reactivate`)
      expect(((await history.json()) as { events: unknown[] }).events).toHaveLength(1)
    })

    it('leaves alone what has no end', async () => {
      const { id } = await redImage()
      await put(id, { reason: 'for ever' })
      await endAll(Date.parse(NEXT_CENTURY))
      expect((await show(id)).status).toBe('deactivated')
    })
  })
})
