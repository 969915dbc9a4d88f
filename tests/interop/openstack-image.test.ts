import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ClientError,
  createProject,
  makeDiskImage,
  openstack,
  openstackJson,
  openWorld,
  type Persona,
  type Project,
  type World,
} from './clients.ts'

interface ShownImage {
  id: string
  name: string
  status: string
  size: number
  checksum: string
  visibility: string
  protected: boolean
  tags: string[]
  disk_format: string
  min_disk: number
  properties: Record<string, unknown>
}

let world: World
let admin: Persona
let painters: Project
let sculptors: Project

beforeAll(async () => {
  world = await openWorld()
  admin = world.admin
  painters = await createProject(admin, 'painters')
  sculptors = await createProject(admin, 'sculptors')
})

afterAll(() => world?.close())

describe('openstack image, as a project member', () => {
  it('creates an image from a file, shows it, and saves the same bytes', async () => {
    const source = join(world.folder, 'random.raw')
    const saved = join(world.folder, 'saved.raw')
    const bytes = randomBytes(5_000_000)
    await writeFile(source, bytes)

    const created = await openstackJson<ShownImage>(
      painters.member,
      ...[
        'image',
        'create',
        'sunflowers',
        '--disk-format',
        'raw',
        '--container-format',
        'bare',
        '--file',
        source,
      ],
      ...['--private', '--tag', 'vincent', '--property', 'os_distro=debian', '--min-disk', '1'],
    )
    const shown = await openstackJson<ShownImage>(painters.member, 'image', 'show', 'sunflowers')
    await openstack(painters.member, 'image', 'save', '--file', saved, created.id)

    expect(shown).toMatchObject({
      id: created.id,
      status: 'active',
      size: bytes.length,
      checksum: createHash('md5').update(bytes).digest('hex'),
      visibility: 'private',
      tags: ['vincent'],
      min_disk: 1,
    })
    expect(shown.properties).toMatchObject({
      os_distro: 'debian',
      os_hash_algo: 'sha512',
      os_hash_value: createHash('sha512').update(bytes).digest('hex'),
    })
    expect((await readFile(saved)).equals(bytes)).toBe(true)
  })

  it('uploads a real qcow2 with --progress and learns its virtual size', async () => {
    const source = join(world.folder, 'disk.qcow2')
    await makeDiskImage(source, 'qcow2', '3G')

    await openstack(
      painters.member,
      'image',
      'create',
      'irises',
      '--disk-format',
      'qcow2',
      '--file',
      source,
      '--progress',
    )

    const shown = await openstackJson<ShownImage & { virtual_size: number }>(
      painters.member,
      'image',
      'show',
      'irises',
    )
    expect(shown).toMatchObject({ status: 'active', virtual_size: 3 * 1024 ** 3 })
  })

  it('is told in words when the file is not what the format says', async () => {
    const source = join(world.folder, 'wrong.vmdk')
    await makeDiskImage(source, 'qcow2', '1G')

    const refused = openstack(
      painters.member,
      'image',
      'create',
      'forgery',
      '--disk-format',
      'vmdk',
      '--file',
      source,
    )

    await expect(refused).rejects.toThrow(/qcow2/)
  })

  it('sets, unsets, protects, hides and lists', async () => {
    await openstack(painters.member, 'image', 'create', 'almond')
    await openstack(
      painters.member,
      ...[
        'image',
        'set',
        'almond',
        '--protected',
        '--property',
        'a=1',
        '--property',
        'b=2',
        '--tag',
        'x',
        '--tag',
        'y',
      ],
      ...['--name', 'almond-blossom'],
    )
    await openstack(painters.member, 'image', 'unset', 'almond-blossom', '--property', 'a', '--tag', 'x')
    const shown = await openstackJson<ShownImage>(painters.member, 'image', 'show', 'almond-blossom')
    expect(shown).toMatchObject({ protected: true, tags: ['y'] })
    expect(shown.properties).toMatchObject({ b: '2' })
    expect(shown.properties).not.toHaveProperty('a')
    await expect(openstack(painters.member, 'image', 'delete', 'almond-blossom')).rejects.toThrow(
      /protected/i,
    )

    const named = await openstackJson<unknown[]>(painters.member, 'image', 'list', '--property', 'b=2')
    expect(named).toHaveLength(1)
    await openstack(painters.member, 'image', 'set', 'almond-blossom', '--hidden', '--unprotected')
    expect(await openstack(painters.member, 'image', 'list', '-f', 'value', '-c', 'Name')).not.toContain(
      'almond',
    )
    expect(
      await openstack(painters.member, 'image', 'list', '--hidden', '-f', 'value', '-c', 'Name'),
    ).toContain('almond')
    await openstack(painters.member, 'image', 'delete', 'almond-blossom')
  })

  it('follows the pages of a long list and sorts it', async () => {
    for (let i = 0; i < 4; i++)
      await openstack(painters.member, 'image', 'create', `page-${i}`, '--tag', 'paging')

    const names = await openstack(
      painters.member,
      ...[
        'image',
        'list',
        '--tag',
        'paging',
        '--sort',
        'name:desc',
        '--page-size',
        '2',
        '-f',
        'value',
        '-c',
        'Name',
      ],
    )

    expect(names.trim().split('\n')).toEqual(['page-3', 'page-2', 'page-1', 'page-0'])
  })
})

describe('openstack image, sharing with another project', () => {
  it('shares, is accepted by the other side, and is taken back', async () => {
    const { id } = await openstackJson<ShownImage>(
      painters.member,
      'image',
      'create',
      'shared-one',
      '--shared',
    )
    const { id: sculptorsId } = await openstackJson<{ id: string }>(admin, 'project', 'show', 'sculptors')
    await openstack(painters.member, 'image', 'add', 'project', id, sculptorsId)
    const list = () => openstack(sculptors.member, 'image', 'list', '-f', 'value', '-c', 'ID')
    expect(await list()).not.toContain(id)

    await openstack(sculptors.member, 'image', 'set', '--accept', id)
    expect(await list()).toContain(id)
    const members = await openstackJson<{ Status: string }[]>(painters.member, 'image', 'member', 'list', id)
    expect(members).toMatchObject([{ Status: 'accepted' }])

    await openstack(sculptors.member, 'image', 'set', '--reject', id)
    expect(await list()).not.toContain(id)
    await openstack(painters.member, 'image', 'remove', 'project', id, sculptorsId)
    await expect(openstack(sculptors.member, 'image', 'show', id)).rejects.toThrow(ClientError)
  })
})

describe('openstack image, who may do what', () => {
  it('lets a reader look but not change or save', async () => {
    await openstack(painters.member, 'image', 'create', 'for-readers')

    expect(await openstack(painters.reader, 'image', 'list', '-f', 'value', '-c', 'Name')).toContain(
      'for-readers',
    )
    await expect(openstack(painters.reader, 'image', 'set', 'for-readers', '--tag', 'no')).rejects.toThrow(
      /403|role|forbidden/i,
    )
    await expect(openstack(painters.reader, 'image', 'create', 'mine')).rejects.toThrow(/403|role|forbidden/i)
  })

  it('hides the image from a stranger, and lets the administrator deactivate and publish it', async () => {
    const source = join(world.folder, 'small.raw')
    await writeFile(source, 'a small disk')
    const { id } = await openstackJson<ShownImage>(
      painters.member,
      ...['image', 'create', 'contested', '--disk-format', 'raw', '--file', source],
    )
    await expect(openstack(sculptors.member, 'image', 'show', id)).rejects.toThrow(
      /No Image found|404|not found/i,
    )
    await expect(openstack(painters.member, 'image', 'set', '--public', id)).rejects.toThrow(
      /403|administrator|forbidden/i,
    )

    await openstack(admin, 'image', 'set', '--public', id)
    expect((await openstackJson<ShownImage>(sculptors.member, 'image', 'show', id)).visibility).toBe('public')
    await openstack(admin, 'image', 'set', '--deactivate', id)
    await expect(openstack(painters.member, 'image', 'save', '--file', '/dev/null', id)).rejects.toThrow(
      ClientError,
    )
    await openstack(admin, 'image', 'set', '--activate', id)
    await openstack(painters.member, 'image', 'delete', id)
  })
})
