import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase, type OpenTestDatabase } from '#tests/support/database.ts'

const PATCH = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-policy-api-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const POLICY = `
# The blue project's members look after the red project's images, but never delete a golden one.
caretaker: role:member and 'project-blue':%(caretaker)s and project_id:%(caretaker)s
modify_image: rule:context_is_admin or rule:caretaker or (role:member and project_id:%(project_id)s)
delete_image: role:member and project_id:%(project_id)s and not 'gold':%(class)s
upload_image: role:member and project_id:%(project_id)s and 'raw':%(disk_format)s
download_image: role:reader
`

const PROTECTIONS = `
[^secret_]
create = admin
read = admin
update = admin
delete = admin
[^drop_]
create = reader
read = admin
update = admin
delete = admin
[^blind_]
create = member
read = admin
update = member
delete = admin
[^fixed_]
create = member
read = @
update = !
delete = !
[.*]
create = @
read = @
update = @
delete = @
`

forEachDatabase((open) => {
  describe('with a policy file', () => {
    const api = serviceWith(open, async () => ({
      VITRINE_POLICY_FILE: await fileOf('policy.yaml', POLICY),
    }))
    const { patch, status } = questions(api)

    it('a role of the site’s choice changes images of another project', async () => {
      const { id } = await api().createImage({ visibility: 'public', caretaker: 'project-blue' }, 'admin')
      expect(await patch(id, [{ op: 'replace', path: '/name', value: 'kept' }], 'blueMember')).toMatchObject({
        status: 200,
      })
      expect(await patch(id, [{ op: 'replace', path: '/name', value: 'kept' }], 'stranger')).toMatchObject({
        status: 403,
      })
    })

    it('giving an image away stays with administrators', async () => {
      const { id } = await api().createImage({ visibility: 'public', caretaker: 'project-blue' }, 'admin')
      const steps = [{ op: 'replace', path: '/owner', value: 'project-blue' }]
      expect(await patch(id, steps, 'blueMember')).toMatchObject({ status: 403 })
    })

    it('an additional property decides, and the refusal says what it takes', async () => {
      const { id } = await api().createImage({ class: 'gold' })
      const response = await api().ask('DELETE', `/v2/images/${id}`)
      expect(response.status).toBe(403)
      expect(await response.text()).toMatch(/policy delete_image .*that its class is gold/)
      await patch(id, [{ op: 'replace', path: '/class', value: 'silver' }], 'redMember')
      expect(await status('DELETE', `/v2/images/${id}`, 'redMember')).toBe(204)
    })

    it('an attribute decides for the whole upload', async () => {
      const put = async (disk_format: string) => {
        const { id } = await api().createImage({ disk_format, container_format: 'bare' })
        const headers = { 'Content-Type': 'application/octet-stream' }
        return (await api().ask('PUT', `/v2/images/${id}/file`, { body: new Uint8Array([1]), headers }))
          .status
      }
      expect([await put('raw'), await put('iso')]).toEqual([204, 403])
    })

    it('readers download where the file lets them', async () => {
      const { id } = await api().createActive('data', { visibility: 'public' })
      expect(await status('GET', `/v2/images/${id}/file`, 'blueReader')).toBe(200)
    })
  })

  describe('with property protections', () => {
    const api = serviceWith(open, async () => ({
      VITRINE_PROPERTY_PROTECTION_FILE: await fileOf('protections.conf', PROTECTIONS),
    }))
    const { patch, status, show } = questions(api)
    const secretImage = async () => {
      const attributes = {
        visibility: 'public',
        owner: 'project-red',
        secret_code: '7',
        blind_note: 'old',
        open: 'yes',
      }
      return (await api().createImage(attributes, 'admin')).id
    }

    it('what a caller may not read is in no answer, and for others it is there', async () => {
      const id = await secretImage()
      expect(await show(id, 'redMember')).not.toHaveProperty('secret_code')
      expect(await show(id, 'admin')).toMatchObject({ secret_code: '7' })
      const list = await (await api().ask('GET', '/v2/images?limit=1000')).text()
      expect(list).toContain(id)
      expect(list).not.toContain('secret_code')
    })

    it('no search finds it for those who may not read it, and no total counts it', async () => {
      const { id } = await api().createImage(
        { visibility: 'public', owner: 'project-red', secret_code: 'xylophone', open: 'trumpet' },
        'admin',
      )
      const found = async (text: string, as: 'redMember' | 'admin') => {
        const query = `vitrine_search=${text}`
        const list = await api().ask('GET', `/v2/images?${query}`, { as })
        const total = await api().ask('GET', `/v2/vitrine/images/total?${query}`, { as })
        const { images } = (await list.json()) as { images: { id: string }[] }
        return { ids: images.map((image) => image.id), ...((await total.json()) as { count: number }) }
      }
      for (const text of ['xylophone', 'secret_code', 'xy'])
        expect(await found(text, 'redMember')).toMatchObject({ ids: [], count: 0 })
      expect(await found('xylophone', 'admin')).toMatchObject({ ids: [id], count: 1 })
      expect(await found('trumpet', 'redMember')).toMatchObject({ ids: [id], count: 1 })
      const filtered = await api().ask('GET', '/v2/vitrine/images/total?secret_code=xylophone')
      expect(await filtered.json()).toEqual({ count: 0, bytes: 0, is_more: false })
      const csv = await (
        await api().ask('GET', '/v2/vitrine/images/export.csv?vitrine_search=trumpet')
      ).text()
      expect(csv).toContain(id)
      expect(csv).not.toMatch(/xylophone|secret_code/)
    })

    it('it survives every change by those who cannot see it', async () => {
      const id = await secretImage()
      const steps = [
        { op: 'replace', path: '/name', value: 'new' },
        { op: 'remove', path: '/open' },
        { op: 'add', path: '/other', value: 'x' },
      ]
      const changed = await patch(id, steps, 'redMember')
      expect(changed).toMatchObject({ status: 200, body: { name: 'new', other: 'x' } })
      expect(changed.body).not.toHaveProperty('secret_code')
      expect(await status('PUT', `/v2/images/${id}/tags/a`, 'redMember')).toBe(204)
      const kept = await show(id, 'admin')
      expect(kept).toMatchObject({ secret_code: '7', blind_note: 'old', other: 'x' })
      expect(kept).not.toHaveProperty('open')
    })

    it.each([
      { op: 'add', value: 'x', status: 403 },
      { op: 'replace', value: 'x', status: 409 },
      { op: 'remove', status: 409 },
    ])('to $op it is answered $status, whether it is there or not', async ({ status: expected, ...step }) => {
      const [having, lacking] = [await secretImage(), (await api().createImage({})).id]
      for (const path of ['/secret_code', '/drop_box']) {
        const there = await patch(having, [{ ...step, path }], 'redMember')
        expect(there.status).toBe(expected)
        expect(await patch(lacking, [{ ...step, path }], 'redMember')).toEqual(there)
      }
    })

    it('a filter does not find it either', async () => {
      await secretImage()
      const found = async (as: Persona) => {
        const page = await (await api().ask('GET', '/v2/images?secret_code=7', { as })).json()
        return (page as { images: unknown[] }).images.length
      }
      expect(await found('admin')).toBeGreaterThan(0)
      expect(await found('redMember')).toBe(0)
    })

    it('whoever may create and update writes blindly', async () => {
      const id = await secretImage()
      const written = await patch(id, [{ op: 'add', path: '/blind_note', value: 'new' }], 'redMember')
      expect(written).toMatchObject({ status: 200 })
      expect(written.body).not.toHaveProperty('blind_note')
      expect(await show(id, 'admin')).toMatchObject({ blind_note: 'new' })
    })

    it('a new image may get what its maker will not see', async () => {
      const image = await api().createImage({ drop_box: 'x' })
      expect(image).not.toHaveProperty('drop_box')
      expect(await show(image.id, 'admin')).toMatchObject({ drop_box: 'x' })
    })

    it('forbidden writes are refused by the property’s name', async () => {
      const create = await api().ask('POST', '/v2/images', { body: { secret_code: '1' } })
      expect(create.status).toBe(403)
      expect(await create.text()).toContain('secret_code')
      const { id } = await api().createImage({ fixed_for_ever: 'a' })
      for (const step of [{ op: 'replace', value: 'b' }, { op: 'remove' }]) {
        const refused = await patch(id, [{ ...step, path: '/fixed_for_ever' }], 'redMember')
        expect(refused).toMatchObject({
          status: 403,
          body: { message: expect.stringContaining('fixed_for_ever') },
        })
      }
    })
  })

  describe('property protections by policy', () => {
    const api = serviceWith(open, async () => ({
      VITRINE_POLICY_FILE: await fileOf('creators.yaml', 'creators: role:member\n'),
      VITRINE_PROPERTY_PROTECTION_FILE: await fileOf(
        'by-policy.conf',
        '[.*]\ncreate = creators\nread = @\nupdate = context_is_admin\ndelete = !\n',
      ),
      VITRINE_PROPERTY_PROTECTION_RULE_FORMAT: 'policies',
    }))
    const { patch } = questions(api)

    it('ask the rules of the policy file and the default ones', async () => {
      const { id } = await api().createImage({ a: '1' })
      const steps = [{ op: 'replace', path: '/a', value: '2' }]
      expect(await patch(id, steps, 'redMember')).toMatchObject({ status: 403 })
      expect(await patch(id, steps, 'admin')).toMatchObject({ status: 200 })
    })
  })

  describe('a file that is refused', () => {
    it('stops the start with every problem', async () => {
      const wrong = await fileOf('wrong.yaml', 'add_image: "role:a role:b"\nmodfy_image: "@"\n')
      await expect(openApi(open, { VITRINE_POLICY_FILE: wrong })).rejects.toThrow(
        /line 1: add_image, column 8/,
      )
      const protections = await fileOf('wrong.conf', '[a(]\n')
      await expect(openApi(open, { VITRINE_PROPERTY_PROTECTION_FILE: protections })).rejects.toThrow(
        /wrong\.conf is refused:\n {2}line 1/,
      )
    })

    it('so does a protection that asks a rule which nobody has defined', async () => {
      const protections = await fileOf('lost.conf', '[.*]\ncreate = lost\nread = @\nupdate = @\ndelete = @\n')
      const settings = {
        VITRINE_PROPERTY_PROTECTION_FILE: protections,
        VITRINE_PROPERTY_PROTECTION_RULE_FORMAT: 'policies',
      }
      await expect(openApi(open, settings)).rejects.toThrow(
        /ask for the policy rule lost, which does not exist/,
      )
    })
  })
})

function serviceWith(open: OpenTestDatabase, settings: () => Promise<Record<string, string>>): () => TestApi {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open, await settings())
  })
  afterAll(() => api.close())
  return () => api
}

function questions(api: () => TestApi) {
  return {
    async patch(id: string, steps: readonly object[], as: Persona) {
      const response = await api().ask('PATCH', `/v2/images/${id}`, { as, headers: PATCH, body: steps })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    },
    status: async (method: string, path: string, as: Persona) =>
      (await api().ask(method, path, { as })).status,
    show: async (id: string, as: Persona) =>
      (await (await api().ask('GET', `/v2/images/${id}`, { as })).json()) as Record<string, unknown>,
  }
}
