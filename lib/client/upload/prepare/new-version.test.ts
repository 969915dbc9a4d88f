import { describe, expect, it } from 'vitest'
import type { ImageView } from '../../image-view.ts'
import { initialForm, readForm } from './image-form.ts'
import { formOfVersion, newVersionOf, renamedVersion, versionIn } from './new-version.ts'

const GIB = 1024 ** 3
const newest: ImageView = {
  id: 'a',
  name: 'debian 13 (7)',
  status: 'active',
  visibility: 'community',
  isProtected: true,
  isHidden: true,
  owner: 'p1',
  diskFormat: 'raw',
  containerFormat: 'bare',
  minDiskGb: 4,
  minRamMb: 512,
  sizeBytes: GIB,
  virtualSizeBytes: GIB,
  checksum: 'c',
  hashAlgo: 'sha512',
  hashValue: 'h',
  createdAtMs: 0,
  updatedAtMs: 0,
  tags: ['lean', 'web'],
  properties: {
    image_family: 'debian-13',
    image_version: '7',
    image_deprecated_at: '2026-01-01',
    image_replaced_by: 'x',
    os_distro: 'debian',
    hw_disk_bus: 'scsi',
    img_signature: 'of the old bytes',
    os_glance_importing_to_stores: '',
    site_secret: 'protected',
  },
}
const version = newVersionOf({
  newest,
  taken: ['7', '6'],
  definitions: { known: new Map(), locks: { site_secret: { create: 'Only administrators.' } } },
  maySet: (visibility) => visibility !== 'public',
  nowMs: 0,
})
const fresh = initialForm({ format: 'qcow2', virtualSizeBytes: 2 * GIB, findings: [] }, 'build.qcow2')
const form = formOfVersion(fresh, version)

describe('a new version of a family', () => {
  it('takes over what is true of all versions, and asks for the next name', () => {
    expect(form).toMatchObject({
      name: 'debian 13 (8)',
      visibility: 'community',
      minDisk: '4',
      minRam: '512',
      tags: 'lean, web',
      osDistro: 'debian',
      properties: { image_family: 'debian-13', image_version: '8', hw_disk_bus: 'scsi' },
    })
    expect(readForm(form, 'build.qcow2')).toMatchObject({ draft: { tags: ['lean', 'web'] } })
  })

  it('has the formats of its own file, and is not protected because another one is', () => {
    expect(form).toMatchObject({ diskFormat: 'qcow2', containerFormat: 'bare', isProtected: false })
  })

  it('leaves what is true of one image alone, and what the person may not set', () => {
    expect(Object.keys(form.properties)).toEqual(['image_family', 'hw_disk_bus', 'image_version'])
  })

  it('asks for a larger disk where its own needs one', () => {
    const large = initialForm({ format: 'qcow2', virtualSizeBytes: 9 * GIB, findings: [] }, 'build.qcow2')
    expect(formOfVersion(large, version).minDisk).toBe('9')
  })

  it('keeps the usual visibility where the person may not give the one of the newest', () => {
    const hidden = newVersionOf({
      newest: { ...newest, visibility: 'public' },
      taken: [],
      definitions: { known: new Map(), locks: {} },
      maySet: (visibility) => visibility !== 'public',
      nowMs: 0,
    })
    expect(hidden.visibility).toBeNull()
    expect(formOfVersion(fresh, hidden).visibility).toBe('shared')
  })

  it('is named after its version until somebody writes another name', () => {
    const renamed = { ...form, ...renamedVersion(form, version, '9') }
    expect([versionIn(renamed), renamed.name]).toEqual(['9', 'debian 13 (9)'])
    const own = { ...renamed, name: 'mine' }
    expect(renamedVersion(own, version, '10')).toEqual({
      properties: { image_family: 'debian-13', hw_disk_bus: 'scsi', image_version: '10' },
    })
    expect(versionIn({ ...form, ...renamedVersion(form, version, '') })).toBe('')
  })

  it('keeps the file’s name where the newest has none', () => {
    expect(formOfVersion(fresh, { ...version, fromName: null }).name).toBe(fresh.name)
  })
})
