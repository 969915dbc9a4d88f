import { describe, expect, it } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { conflictOf, differenceOf, risksOf, settleConflict } from './image-difference.ts'
import type { ImageDraft } from './image-patch.ts'

const t = wordsOf('actions')
const before: ImageDraft = {
  name: 'debian',
  visibility: 'private',
  isProtected: false,
  isHidden: false,
  minDiskGb: 4,
  minRamMb: 0,
  diskFormat: 'qcow2',
  containerFormat: 'bare',
  tags: ['a'],
  properties: { os_distro: 'debian', hw_disk_bus: 'virtio' },
}
const withProperties = (properties: ImageDraft['properties']): ImageDraft => ({ ...before, properties })

describe('differenceOf', () => {
  it('names each attribute and each property that differs', () => {
    const after = {
      ...before,
      name: null,
      isHidden: true,
      tags: ['b', 'a'],
      properties: { os_distro: 'devuan', x: '' },
    }
    expect(differenceOf(before, after, t).map(({ key, before: was, after: is }) => [key, was, is])).toEqual([
      ['name', 'debian', null],
      ['isHidden', 'no', 'yes'],
      ['tags', 'a', 'a, b'],
      ['properties/hw_disk_bus', 'virtio', null],
      ['properties/os_distro', 'debian', 'devuan'],
      ['properties/x', null, ''],
    ])
  })

  it('finds nothing in the order of tags', () => {
    expect(differenceOf({ ...before, tags: ['a', 'b'] }, { ...before, tags: ['b', 'a'] }, t)).toEqual([])
  })
})

describe('risksOf', () => {
  it('finds a new name, a new tag and a new property harmless', () => {
    const after = {
      ...before,
      name: 'x',
      tags: [],
      properties: { ...before.properties, hw_vif_model: 'e1000' },
    }
    expect(risksOf(before, after, t)).toEqual([])
  })

  it.each<[string, Partial<ImageDraft>, RegExp]>([
    ['another visibility', { visibility: 'community' }, /Everybody can use it/],
    ['a larger disk', { minDiskGb: 5 }, /cannot start it/],
    ['another disk bus', { properties: { ...before.properties, hw_disk_bus: 'scsi' } }, /new machines/],
    ['a property that is gone', { properties: { os_distro: 'debian' } }, /new machines/],
  ])('warns of %s', (_, change, words) => {
    expect(risksOf(before, { ...before, ...change }, t).join(' ')).toMatch(words)
  })

  it('says that members lose what is no longer shared', () => {
    expect(risksOf({ ...before, visibility: 'shared' }, before, t).join(' ')).toMatch(/lose it/)
  })
})

describe('a conflict', () => {
  const mine = {
    ...before,
    name: 'mine',
    minRamMb: 512,
    properties: { os_distro: 'debian', hw_disk_bus: 'scsi' },
  }
  const theirs = { ...before, name: 'theirs', minDiskGb: 9, tags: ['b'], properties: { os_distro: 'debian' } }

  it('tells what both changed from what only they changed', () => {
    const { contested, theirs: others } = conflictOf({ before, mine, theirs }, t)
    expect(contested).toEqual([
      { key: 'name', label: 'Name', theirs: 'theirs', mine: 'mine' },
      { key: 'properties/hw_disk_bus', label: 'hw_disk_bus', theirs: null, mine: 'scsi' },
    ])
    expect(others.map(({ key }) => key)).toEqual(['minDiskGb', 'tags'])
  })

  it('is none where both did the same', () => {
    expect(
      conflictOf({ before, mine: { ...before, name: 'x' }, theirs: { ...before, name: 'x' } }, t).contested,
    ).toEqual([])
  })

  it('is settled by what the person chose; the rest goes together', () => {
    const sides = { before, mine, theirs }
    expect(settleConflict(sides, new Set())).toMatchObject({
      name: 'mine',
      minDiskGb: 9,
      minRamMb: 512,
      tags: ['b'],
    })
    const settled = settleConflict(sides, new Set(['name', 'properties/hw_disk_bus']))
    expect(settled).toMatchObject({ name: 'theirs', minRamMb: 512 })
    expect(settled.properties).toEqual({ os_distro: 'debian' })
  })

  it('keeps a property that they set and I removed, if I give way', () => {
    const sides = { before, mine: withProperties({}), theirs: withProperties({ os_distro: 'devuan' }) }
    expect(settleConflict(sides, new Set(['properties/os_distro'])).properties).toEqual({
      os_distro: 'devuan',
    })
    expect(settleConflict(sides, new Set()).properties).toEqual({})
  })
})
