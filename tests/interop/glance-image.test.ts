import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  cell,
  createProject,
  glance,
  openWorld,
  type Persona,
  type Project,
  python,
  type World,
} from './clients.ts'

let world: World
let admin: Persona
let weavers: Project

beforeAll(async () => {
  world = await openWorld()
  admin = world.admin
  weavers = await createProject(admin, 'weavers')
})

afterAll(() => world?.close())

it('glance creates, uploads, tags, updates, downloads, deactivates and deletes', async () => {
  const member = weavers.member
  const source = join(world.folder, 'source.raw')
  const saved = join(world.folder, 'saved.raw')
  const bytes = randomBytes(3_000_000)
  await writeFile(source, bytes)

  const created = await glance(
    member,
    ...[
      'image-create',
      '--name',
      'tapestry',
      '--disk-format',
      'raw',
      '--container-format',
      'bare',
      '--property',
      'k=v',
    ],
  )
  const id = cell(created, 'id')
  expect(cell(created, 'status')).toBe('queued')
  await glance(member, 'image-upload', '--file', source, '--progress', id)
  await glance(member, 'image-tag-update', id, 'wool')
  await glance(
    member,
    'image-update',
    id,
    '--min-ram',
    '512',
    '--property',
    'k2=v2',
    '--remove-property',
    'k',
  )
  await glance(member, 'image-download', '--file', saved, '--progress', id)

  const shown = await glance(member, 'image-show', id)
  expect(cell(shown, 'status')).toBe('active')
  expect(cell(shown, 'min_ram')).toBe('512')
  expect(cell(shown, 'k2')).toBe('v2')
  expect(cell(shown, 'k')).toBe('')
  expect(cell(shown, 'tags')).toContain('wool')
  expect((await readFile(saved)).equals(bytes)).toBe(true)

  await glance(member, 'image-tag-delete', id, 'wool')
  await glance(admin, 'image-deactivate', id)
  await expect(glance(member, 'image-download', '--file', saved, id)).rejects.toThrow(
    /deactivated|403|forbidden/i,
  )
  await glance(admin, 'image-reactivate', id)
  await glance(member, 'image-delete', id)
  await expect(glance(member, 'image-show', id)).rejects.toThrow(/404|not found|No image/i)
})

it('glance lists, explains the schema, and manages members', async () => {
  const member = weavers.member
  const id = cell(await glance(member, 'image-create', '--name', 'shared', '--visibility', 'shared'), 'id')

  expect(await glance(member, 'image-list')).toContain(id)
  expect(await glance(member, 'explain', 'image')).toContain('os_hash_value')
  await glance(member, 'member-create', id, 'some-project')
  expect(await glance(member, 'member-list', '--image-id', id)).toContain('pending')
  await glance(admin, 'member-update', id, 'some-project', 'accepted')
  expect(await glance(member, 'member-list', '--image-id', id)).toContain('accepted')
  await glance(member, 'member-delete', id, 'some-project')
})

const SDK_PROGRAM = `
import hashlib, os, sys, openstack
cloud = openstack.connect()
image = cloud.image.create_image(name='sdk', filename=sys.argv[1], disk_format='raw', container_format='bare', tags=['from-sdk'], visibility='private', allow_duplicates=True)
image = cloud.image.get_image(image.id)
assert image.status == 'active', image.status
assert image.size == os.path.getsize(sys.argv[1])
cloud.image.update_image(image, name='renamed', hw_disk_bus='virtio')
found = cloud.image.find_image('renamed')
assert found.id == image.id and found.hw_disk_bus == 'virtio', found
digest = hashlib.sha512(cloud.image.download_image(found, stream=False).content).hexdigest()
assert digest == found.hash_value
cloud.image.add_tag(found, 'second')
assert sorted(cloud.image.get_image(found.id).tags) == ['from-sdk', 'second']
cloud.image.deactivate_image(found)
assert cloud.image.get_image(found.id).status == 'deactivated'
cloud.image.reactivate_image(found)
assert found.id in [each.id for each in cloud.image.images(tag='second')]
cloud.image.delete_image(found.id)
assert cloud.image.find_image(found.id) is None
print('done')
`

it("openstacksdk's image proxy does an image's whole life", async () => {
  const source = join(world.folder, 'sdk.raw')
  await writeFile(source, randomBytes(2_000_000))

  expect(await python(weavers.member, SDK_PROGRAM, source)).toContain('done')
})
