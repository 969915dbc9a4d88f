import { describe, expect, it } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import type { ImageView } from './image-view.ts'
import { compareVersions, hasSameData, pairOf } from './version-comparison.ts'

const words = { fields: wordsOf('actions'), data: wordsOf('families.compare'), common: wordsOf('common') }
const GIB = 1024 ** 3

const before: ImageView = {
  id: 'a',
  name: 'debian 1',
  status: 'active',
  visibility: 'private',
  isProtected: false,
  isHidden: false,
  owner: 'p1',
  diskFormat: 'qcow2',
  containerFormat: 'bare',
  minDiskGb: 4,
  minRamMb: 0,
  sizeBytes: GIB,
  virtualSizeBytes: 4 * GIB,
  checksum: 'c1',
  hashAlgo: 'sha512',
  hashValue: 'h1',
  createdAtMs: 0,
  updatedAtMs: 0,
  tags: ['web'],
  properties: { image_family: 'debian', image_version: '1', os_distro: 'debian', os_glance_stage: '' },
}
const after: ImageView = {
  ...before,
  id: 'b',
  visibility: 'public',
  sizeBytes: GIB + 1,
  hashValue: 'h2',
  tags: [],
  properties: { image_family: 'debian', image_version: '2', hw_disk_bus: 'scsi' },
}

describe('compareVersions', () => {
  const lines = compareVersions(before, after, words)
  const found = (kind: string) => lines.filter((line) => line.kind === kind).map(({ key }) => key)

  it('tells what was added, removed and changed from what is equal', () => {
    expect(found('added')).toEqual(['properties/hw_disk_bus'])
    expect(found('removed')).toEqual(['tags', 'properties/os_distro'])
    expect(found('changed')).toEqual(['size', 'hash', 'visibility', 'properties/image_version'])
    expect(found('equal')).toEqual(expect.arrayContaining(['virtualSize', 'name', 'minDiskGb', 'diskFormat']))
  })

  it('leaves out what the service notes for itself', () => {
    expect(lines.map(({ key }) => key)).not.toContain('properties/os_glance_stage')
  })

  it('shows sizes to the byte where rounding would make them equal', () => {
    const size = lines.find(({ key }) => key === 'size')
    expect([size?.before, size?.after]).toEqual(['1,073,741,824 bytes', '1,073,741,825 bytes'])
    expect(lines.find(({ key }) => key === 'virtualSize')?.before).toBe('4 GiB')
  })

  it('speaks of visibility as people do, and knows properties by their names', () => {
    expect(lines.find(({ key }) => key === 'visibility')).toMatchObject({
      before: 'Private',
      after: 'Public',
    })
    expect(lines.find(({ property }) => property === 'os_distro')).toMatchObject({ after: null })
  })
})

describe('hasSameData', () => {
  it('believes only equal hashes', () => {
    expect(hasSameData(before, { ...after, hashValue: 'h1' })).toBe(true)
    expect(hasSameData(before, after)).toBe(false)
    expect(hasSameData({ ...before, hashValue: null }, { ...after, hashValue: null })).toBe(false)
  })
})

describe('pairOf', () => {
  const ids = ['v3', 'v2', 'v1']

  it.each([
    ['nothing', { before: null, after: null }, { before: 'v2', after: 'v3' }],
    ['a version', { before: null, after: 'v2' }, { before: 'v1', after: 'v2' }],
    ['the oldest', { before: null, after: 'v1' }, { before: 'v1', after: 'v2' }],
    ['where to begin', { before: 'v1', after: null }, { before: 'v1', after: 'v2' }],
    ['to begin with the newest', { before: 'v3', after: null }, { before: 'v2', after: 'v3' }],
    ['both', { before: 'x', after: 'v1' }, { before: 'x', after: 'v1' }],
  ])('takes neighbours when %s is asked for', (_, asked, pair) => {
    expect(pairOf(ids, asked)).toEqual(pair)
  })

  it('finds none for the only version, nor for one that is not there', () => {
    expect(pairOf(['v1'], { before: null, after: null })).toBeNull()
    expect(pairOf(ids, { before: null, after: 'x' })).toBeNull()
  })
})
