import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FamilyListWire, FamilyVersionsWire, PruneWire } from '#lib/contract/family-wire.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const RED = 'project-red'
const PAST = '2020-01-01'
const NEXT_CENTURY = '2101-01-01'

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  let count = 0
  const newName = () => `family ${++count}/x`
  const pathOf = (name: string, owner = RED) => `/v2/vitrine/families/${owner}/${encodeURIComponent(name)}`
  /** A version with data, of the red project unless told otherwise. */
  const version = (image_family: string, more: Readonly<Record<string, unknown>> = {}) =>
    api.createActive('some data', { owner: RED, image_family, ...more })
  async function read<T>(path: string, as: Persona = 'redMember'): Promise<T> {
    const answer = await api.ask('GET', path, { as })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const versionsOf = (name: string, as?: Persona) => read<FamilyVersionsWire>(pathOf(name), as)
  const latestOf = async (name: string, as?: Persona) =>
    (await read<ImageWire>(`${pathOf(name)}/latest`, as)).id
  const patch = (id: string, steps: readonly object[], as: Persona = 'admin') =>
    api.ask('PATCH', `/v2/images/${id}`, {
      as,
      body: steps,
      headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
    })
  const set = (id: string, name: string, value: unknown) =>
    patch(id, [{ op: 'add', path: `/${name}`, value }])

  describe('the latest of a family', () => {
    it('is the newest that is active, not hidden and not deprecated by today', async () => {
      const name = newName()
      const first = await version(name)
      const planned = await version(name, { image_deprecated_at: NEXT_CENTURY })
      const deprecated = await version(name, { image_deprecated_at: PAST, image_replaced_by: planned.id })
      const hidden = await version(name, { os_hidden: true })
      const queued = await api.createImage({ image_family: name })
      expect(await latestOf(name)).toBe(planned.id)
      const { versions, latest } = await versionsOf(name)
      expect(latest).toBe(planned.id)
      const newestFirst = [queued, hidden, deprecated, planned, first]
      expect(versions.map(({ id }) => id).sort()).toEqual(newestFirst.map(({ id }) => id).sort())
      expect(versions.find(({ id }) => id === deprecated.id)).toMatchObject({
        deprecation: 'deprecated',
        deprecated_at: PAST,
        replaced_by: planned.id,
      })
      await set(planned.id, 'image_deprecated_at', PAST)
      expect(await latestOf(name)).toBe(first.id)
      await set(first.id, 'os_hidden', true)
      expect((await api.ask('GET', `${pathOf(name)}/latest`)).status).toBe(404)
    })

    it('takes a date that nobody understands for none, and says so', async () => {
      const name = newName()
      const { id } = await version(name, { image_deprecated_at: 'when pigs fly' })
      expect(await versionsOf(name)).toMatchObject({
        latest: id,
        versions: [{ deprecation: 'not_understood', deprecated_at: 'when pigs fly' }],
      })
    })

    it('is never a snapshot, which has its properties from the image of the server', async () => {
      const name = newName()
      const { id } = await version(name)
      await version(name, { image_type: 'snapshot' })
      expect(await latestOf(name)).toBe(id)
      expect((await versionsOf(name)).versions).toHaveLength(1)
      const { families } = await read<FamilyListWire>(`/v2/vitrine/families?owner=${RED}&limit=100`)
      expect(families.find((family) => family.name === name)).toMatchObject({ version_count: 1 })
    })
  })

  describe('a family', () => {
    it('is not captured by what others publish under its name', async () => {
      const name = newName()
      const { id } = await version(name)
      const foreign = { owner: 'project-green', image_family: name, visibility: 'public' }
      const bait = await api.createActive('bait', foreign)
      expect(await latestOf(name)).toBe(id)
      expect((await versionsOf(name)).versions.map((each) => each.id)).toEqual([id])
      expect((await read<ImageWire>(`${pathOf(name, 'project-green')}/latest`)).id).toBe(bait.id)
      const { families } = await read<FamilyListWire>('/v2/vitrine/families?limit=100')
      expect(families.filter((family) => family.name === name).map(({ owner }) => owner)).toEqual([
        'project-green',
        RED,
      ])
    })

    it('consists for each project of what it sees', async () => {
      const name = newName()
      const shown = await version(name, { visibility: 'public' })
      const own = await version(name)
      expect(await latestOf(name)).toBe(own.id)
      expect(await latestOf(name, 'stranger')).toBe(shown.id)
      expect((await versionsOf(name, 'stranger')).versions).toHaveLength(1)
      expect(await latestOf(name, 'admin')).toBe(own.id)
      const secret = newName()
      await version(secret)
      expect((await api.ask('GET', pathOf(secret), { as: 'stranger' })).status).toBe(404)
      expect((await api.ask('GET', `${pathOf(secret)}/latest`, { as: 'stranger' })).status).toBe(404)
      const { families } = await read<FamilyListWire>('/v2/vitrine/families?limit=100', 'stranger')
      expect(families.map((family) => family.name)).not.toContain(secret)
      expect(families.find((family) => family.name === name)).toMatchObject({
        version_count: 1,
        latest: { id: shown.id },
      })
    })

    it('shows community images to those who ask for them', async () => {
      const name = newName()
      const { id } = await version(name, { visibility: 'community' })
      expect((await api.ask('GET', pathOf(name), { as: 'stranger' })).status).toBe(404)
      const seen = await read<FamilyVersionsWire>(`${pathOf(name)}?visibility=all`, 'stranger')
      expect(seen.latest).toBe(id)
    })

    it('is read page by page, hidden versions among the others', async () => {
      const name = newName()
      const made = []
      for (const os_hidden of [false, true, true, false, false])
        made.push((await version(name, { os_hidden })).id)
      const found: string[] = []
      for (let path: string | undefined = `${pathOf(name)}?limit=2`; path !== undefined; ) {
        const page: FamilyVersionsWire = await read(path)
        expect(page.versions.length).toBeLessThanOrEqual(2)
        found.push(...page.versions.map(({ id }) => id))
        path = page.next
      }
      expect(found).toHaveLength(5)
      expect([...found].sort()).toEqual([...made].sort())
    })
  })

  it('lists families page by page', async () => {
    const names = [newName(), newName(), newName()]
    for (const name of names) await api.createImage({ image_family: name }, 'blueMember')
    const found: string[] = []
    for (let path: string | undefined = '/v2/vitrine/families?owner=project-blue&limit=2'; path; ) {
      const page: FamilyListWire = await read(path, 'blueMember')
      found.push(...page.families.map(({ name }) => name))
      path = page.next
    }
    expect(found.sort()).toEqual(names.sort())
    for (const wrong of ['limit=0', 'limit=x', 'marker=x', 'marker=%25/%25', 'visibility=x']) {
      expect((await api.ask('GET', `/v2/vitrine/families?${wrong}`)).status).toBe(400)
    }
  })

  describe('keeping the newest of a family', () => {
    const prune = (name: string, body: object, as: Persona = 'redMember') =>
      api.ask('POST', `${pathOf(name)}/prune`, { as, body })
    async function fates(answer: Response): Promise<Readonly<Record<string, string>>> {
      const { versions } = (await answer.json()) as PruneWire
      return Object.fromEntries(
        versions.map(({ version: { id }, verdict, reason, outcome }) => [
          id,
          `${verdict} ${reason ?? outcome ?? 'planned'}`,
        ]),
      )
    }
    const exists = async (id: string) => (await api.ask('GET', `/v2/images/${id}`)).status === 200

    it('says what would go and why the rest stays, then does exactly that', async () => {
      const name = newName()
      const old = await version(name)
      const named = await version(name)
      await version(newName(), { image_replaced_by: named.id, os_hidden: true })
      const guarded = await version(name, { protected: true })
      const shared = await version(name, { visibility: 'shared' })
      await api.ask('POST', `/v2/images/${shared.id}/members`, { body: { member: 'project-blue' } })
      await api.ask('PUT', `/v2/images/${shared.id}/members/project-blue`, {
        as: 'blueMember',
        body: { status: 'accepted' },
      })
      const latest = await version(name)
      const newest = await version(name, { image_deprecated_at: PAST })
      const queued = await api.createImage({ image_family: name })
      const expected = {
        [queued.id]: 'keep not_active',
        [newest.id]: 'keep newest',
        [latest.id]: 'keep latest',
        [shared.id]: 'keep members',
        [guarded.id]: 'keep protected',
        [named.id]: 'keep replacement',
      }
      const rule = { keep: 1, action: 'delete' }
      expect(await fates(await prune(name, rule))).toEqual({ ...expected, [old.id]: 'delete planned' })
      expect(await exists(old.id)).toBe(true)
      const done = await prune(name, { ...rule, dry_run: false, only: [old.id] })
      expect(await fates(done)).toMatchObject({ [old.id]: 'delete done', [latest.id]: 'keep latest' })
      expect(await exists(old.id)).toBe(false)
      for (const id of Object.keys(expected)) expect(await exists(id)).toBe(true)
    })

    it('touches nothing that was not named, though it would have to go by now', async () => {
      const name = newName()
      const [oldest, older] = [await version(name), await version(name)]
      await version(name)
      const order = { keep: 1, action: 'delete', dry_run: false, only: [oldest.id] }
      expect(await fates(await prune(name, order))).toMatchObject({
        [oldest.id]: 'delete done',
        [older.id]: 'keep not_asked',
      })
      expect(await exists(older.id)).toBe(true)
    })

    it('hides instead of deleting, once', async () => {
      const name = newName()
      const old = await version(name)
      await version(name)
      const order = { keep: 1, action: 'hide', dry_run: false }
      expect(await fates(await prune(name, order))).toMatchObject({ [old.id]: 'hide done' })
      expect(await read<ImageWire>(`/v2/images/${old.id}`)).toMatchObject({ os_hidden: true })
      expect(await fates(await prune(name, order))).toMatchObject({ [old.id]: 'keep hidden' })
    })

    it('is for those who may do it by hand, whatever others write about the images', async () => {
      const name = newName()
      const old = await version(name, { visibility: 'public' })
      await version(name, { visibility: 'public' })
      const order = { keep: 1, action: 'delete', dry_run: false }
      for (const as of ['redReader', 'stranger'] as const)
        expect(await fates(await prune(name, order, as))).toMatchObject({ [old.id]: 'keep refused' })
      const foreign = { image_replaced_by: old.id, owner: 'project-green', visibility: 'public' }
      await api.createActive('bait', foreign)
      expect(await fates(await prune(name, order))).toMatchObject({ [old.id]: 'delete done' })
    })

    it.each([
      ['nothing kept', { keep: 0, action: 'delete' }, 'keep'],
      ['another deed', { keep: 1, action: 'burn' }, 'action'],
      ['what it does not know', { keep: 1, action: 'hide', force: true }, undefined],
    ])('refuses %s', async (_, body, field) => {
      const answer = await prune('any', body)
      expect(answer.status).toBe(400)
      if (field !== undefined) expect(await answer.json()).toMatchObject({ field })
      expect((await prune('there is none', { keep: 1, action: 'hide' })).status).toBe(404)
    })
  })
})
