import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultWire } from '#lib/contract/fault-wire.ts'
import type { SchemaDocument } from '#lib/contract/image-schema.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { misfits } from '#tests/support/fits-schema.ts'

const SINGLE = 'additionalProperties name properties required'
const TREE = 'additionalProperties definitions name properties required'
const PAGES = 'links name properties'
const PAGES_OF_TREES = 'definitions links name properties'
const DEFINITION =
  'additionalItems default description enum items maxItems maxLength maximum minItems minLength minimum name operators pattern readonly required title type uniqueItems'
const TASK = 'created_at expires_at id image_id owner request_id schema self status type updated_at user_id'

/** Per document: its keys, the members that it names, and those that must be there: as a Glance 25.1 answers. */
const DOCUMENTS = [
  [
    'image',
    'additionalProperties links name properties',
    'architecture checksum cinder_encryption_key_deletion_policy cinder_encryption_key_id container_format created_at description direct_url disk_format file id instance_uuid kernel_id locations min_disk min_ram name os_distro os_hash_algo os_hash_value os_hidden os_version owner protected ramdisk_id schema self size status stores tags updated_at virtual_size visibility',
    undefined,
  ],
  ['images', PAGES, 'first images next schema', undefined],
  ['member', 'name properties', 'created_at image_id member_id schema status updated_at', undefined],
  ['members', PAGES, 'members schema', undefined],
  ['task', 'name properties', `${TASK} input message result`, undefined],
  ['tasks', PAGES, 'first next schema tasks', undefined],
  [
    'metadefs/namespace',
    TREE,
    'created_at description display_name namespace objects owner properties protected resource_type_associations schema self tags updated_at visibility',
    ['namespace'],
  ],
  ['metadefs/namespaces', PAGES_OF_TREES, 'first namespaces next schema', undefined],
  ['metadefs/resource_type', SINGLE, 'created_at name prefix properties_target updated_at', ['name']],
  ['metadefs/resource_types', PAGES, 'first next resource_type_associations schema', undefined],
  ['metadefs/property', TREE, DEFINITION, ['type', 'title', 'name']],
  ['metadefs/properties', PAGES_OF_TREES, 'first next properties schema', undefined],
  [
    'metadefs/object',
    TREE,
    'created_at description name properties required schema self updated_at',
    ['name'],
  ],
  ['metadefs/objects', PAGES_OF_TREES, 'first next objects schema', undefined],
  ['metadefs/tag', SINGLE, 'created_at name updated_at', ['name']],
  ['metadefs/tags', PAGES, 'first next schema tags', undefined],
] as const

const sorted = (words: string) => words.split(' ').sort()

forEachDatabase((open) => {
  let api: TestApi
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-schema-'))
    api = await openApi(open)
  })
  afterAll(async () => {
    await api.close()
    await rm(folder, { recursive: true, force: true })
  })

  const schema = async (name: string, of = api) =>
    (await (await of.ask('GET', `/v2/schemas/${name}`)).json()) as SchemaDocument

  describe('the sixteen schema documents', () => {
    it.each(DOCUMENTS)(
      '%s has the keys and members of a real Glance',
      async (name, keys, members, required) => {
        const document = await schema(name)
        expect(Object.keys(document).sort()).toEqual(sorted(keys))
        expect(Object.keys(document.properties).sort()).toEqual(sorted(members))
        expect(document.required).toEqual(required)
      },
    )

    it.each(DOCUMENTS)('%s needs a token and takes no body', async (name) => {
      const path = `/v2/schemas/${name}`
      expect((await api.ask('GET', path, { as: 'nobody' })).status).toBe(401)
      expect((await api.ask('GET', path, { headers: { 'Content-Length': '2' } })).status).toBe(400)
    })

    it('of images fit what is answered about images, queued and active, alone and in lists', async () => {
      const queued = await api.createImage({ custom: 'text' })
      const active = await api.createActive('data', { kernel_id: queued.id, name: 'x', os_distro: 'debian' })
      const list = await (await api.ask('GET', '/v2/images')).json()
      expect(misfits(queued, await schema('image'))).toEqual([])
      expect(misfits(active, await schema('image'))).toEqual([])
      expect(misfits(list, await schema('images'))).toEqual([])
    })

    it('of members fit what is answered about members', async () => {
      const { id } = await api.createImage({ visibility: 'shared' })
      const added = await api.ask('POST', `/v2/images/${id}/members`, { body: { member: 'project-blue' } })
      const list = await (await api.ask('GET', `/v2/images/${id}/members`)).json()
      expect(misfits(await added.json(), await schema('member'))).toEqual([])
      expect(misfits(list, await schema('members'))).toEqual([])
    })

    it('of metadata definitions fit what is answered about the shipped ones', async () => {
      const namespace = '/v2/metadefs/namespaces/OS::Software::DBMS'
      for (const [name, path] of [
        ['namespaces', '/v2/metadefs/namespaces'],
        ['namespace', namespace],
        ['objects', `${namespace}/objects`],
        ['properties', '/v2/metadefs/namespaces/OS::Compute::Watchdog/properties'],
        ['tags', `${namespace}/tags`],
        ['resource_types', `${namespace}/resource_types`],
      ] as const) {
        const answer = await (await api.ask('GET', path)).json()
        expect([name, misfits(answer, await schema(`metadefs/${name}`))]).toEqual([name, []])
      }
    })

    it('offer the formats of this site', async () => {
      const site = await openApi(open, { VITRINE_DISK_FORMATS: 'raw,qcow2' })
      const document = await schema('image', site)
      expect(document.properties.disk_format).toMatchObject({ enum: [null, 'raw', 'qcow2'] })
      await site.close()
    })
  })

  describe('a schema of the site', () => {
    const openSite = async (document: unknown) => {
      const path = join(folder, `${crypto.randomUUID()}.json`)
      await writeFile(path, JSON.stringify(document))
      return openApi(open, { VITRINE_IMAGE_SCHEMA_FILE: path })
    }
    const fieldOf = async (response: Response) => ((await response.json()) as FaultWire).field

    it('is shown in the image schema, in place of the common properties', async () => {
      const site = await openSite({ rack: { type: 'string', enum: ['a', 'b'], description: 'Where.' } })
      const document = await schema('image', site)
      expect(document.properties.rack).toEqual({
        ...{ type: 'string', enum: ['a', 'b'], description: 'Where.' },
        is_base: false,
      })
      expect(document.properties).not.toHaveProperty('os_distro')
      await site.close()
    })

    it('is kept when an image is created and when it is changed', async () => {
      const site = await openSite({
        properties: { rack: { type: 'string', enum: ['a', 'b'] }, units: { type: 'integer', maximum: 4 } },
        required: ['rack'],
      })
      const refused = await site.ask('POST', '/v2/images', { body: { name: 'x' } })
      expect([refused.status, await fieldOf(refused)]).toEqual([400, 'rack'])
      expect((await site.ask('POST', '/v2/images', { body: { rack: 'c' } })).status).toBe(400)
      const { id, units } = await site.createImage({ rack: 'a', units: 4 })
      expect(units).toBe('4')

      const patch = (step: object) =>
        site.ask('PATCH', `/v2/images/${id}`, {
          body: [step],
          headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
        })
      expect((await patch({ op: 'replace', path: '/units', value: '5' })).status).toBe(400)
      expect((await patch({ op: 'remove', path: '/rack' })).status).toBe(403)
      expect((await patch({ op: 'replace', path: '/rack', value: 'b' })).status).toBe(200)
      expect((await schema('image', site)).required).toEqual(['rack'])
      await site.close()
    })

    it.each([
      ['what no image can name twice', { name: { type: 'string' } }, /an attribute of this name/],
      ['a keyword that would not be kept', { rack: { multipleOf: 3 } }, /multipleOf/],
      ['a pattern that is none', { rack: { pattern: '(' } }, /rack: pattern/],
    ])('with %s stops the start, and says so', async (_, document, words) => {
      await expect(openSite(document)).rejects.toThrow(words)
    })
  })
})
