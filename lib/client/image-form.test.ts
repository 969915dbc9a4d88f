import { describe, expect, it } from 'vitest'
import { draftFromForm, formOf, IMAGE_FORM, type ImageForm, rebaseDraft } from './image-form.ts'
import { draftOf, imagePatch } from './image-patch.ts'
import type { ImageView } from './image-view.ts'
import { fieldsOfProperties, propertiesOfFields } from './named-fields.ts'

const image: ImageView = {
  id: '11111111-2222-3333-4444-555555555555',
  name: 'debian',
  status: 'active',
  visibility: 'private',
  isProtected: false,
  isHidden: false,
  owner: 'p1',
  diskFormat: 'qcow2',
  containerFormat: 'bare',
  minDiskGb: 4,
  minRamMb: 512,
  sizeBytes: 1,
  virtualSizeBytes: 1,
  checksum: null,
  hashAlgo: null,
  hashValue: null,
  createdAtMs: 0,
  updatedAtMs: 0,
  tags: ['a'],
  properties: { description: 'Nightly', os_distro: 'debian', hw_disk_bus: 'virtio' },
}
const draft = draftOf(image)
const form = formOf(draft)

function problems(change: Partial<ImageForm>): string[] {
  const parsed = IMAGE_FORM.safeParse({ ...form, ...change })
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'))
}

describe('the edit form', () => {
  it('changes nothing when nothing was typed', () => {
    expect(imagePatch(draft, draftFromForm(form, image))).toEqual([])
    expect(
      imagePatch({ ...draft, name: null }, draftFromForm({ ...form, name: '' }, { ...image, name: null })),
    ).toEqual([])
  })

  it('has fields of their own for well-known properties, and leaves the others to their form', () => {
    expect(form).toMatchObject({ description: 'Nightly', osDistro: 'debian', osVersion: '' })
    expect(form.properties).toEqual({ hw_disk_bus: 'virtio' })
  })

  it('takes a property away when its field is emptied', () => {
    expect(imagePatch(draft, draftFromForm({ ...form, description: '' }, image))).toEqual([
      { op: 'remove', path: '/description' },
    ])
  })

  it('refuses what the service would refuse, at the field', () => {
    expect(problems({ minDiskGb: '-1', minRamMb: '1.5' })).toEqual(['minDiskGb', 'minRamMb'])
    expect(problems({ name: 'x'.repeat(256) })).toEqual(['name'])
    expect(problems({ minDiskGb: '2147483648' })).toEqual(['minDiskGb'])
  })

  it('takes over what the form of properties makes of them, each where it has its field', () => {
    const fields = fieldsOfProperties({ os_distro: 'fedora', hw_disk_bus: 'scsi', constructor: 'x' })
    expect(fields).toMatchObject({ description: '', osDistro: 'fedora' })
    expect(propertiesOfFields(fields)).toEqual({ os_distro: 'fedora', hw_disk_bus: 'scsi', constructor: 'x' })
  })
})

describe('rebaseDraft', () => {
  it('keeps my changes and takes theirs for the rest', () => {
    const mine = { ...draft, name: 'mine', tags: ['mine'], properties: { os_distro: 'debian', added: '1' } }
    const theirs = {
      ...draft,
      minDiskGb: 9,
      tags: ['a', 'theirs'],
      properties: { ...draft.properties, hw_disk_bus: 'scsi', fresh: '2' },
    }
    expect(rebaseDraft(draft, mine, theirs)).toMatchObject({
      name: 'mine',
      minDiskGb: 9,
      tags: ['theirs', 'mine'],
      properties: { os_distro: 'debian', fresh: '2', added: '1' },
    })
  })
})
