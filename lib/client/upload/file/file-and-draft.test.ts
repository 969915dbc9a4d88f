import { describe, expect, test } from 'vitest'
import { anUpload } from '../model/an-upload.ts'
import { readTags, suggestedMinDiskGb, toCreateWire, tusMetadata } from './draft.ts'
import { fingerprintOf, mismatch } from './fingerprint.ts'

const MIB = 1024 ** 2

function disk(size: number, changedAt?: number): Blob {
  const bytes = new Uint8Array(size)
  if (changedAt !== undefined) bytes[changedAt] = 1
  return new Blob([bytes])
}

describe('the fingerprint', () => {
  test('is the same for the same bytes', async () => {
    expect(await fingerprintOf(disk(3 * MIB))).toBe(await fingerprintOf(disk(3 * MIB)))
  })

  test.each([
    ['the first byte', 0],
    ['the middle', 1.5 * MIB],
    ['the last byte', 3 * MIB - 1],
  ])('notices a change of %s', async (_name, at) => {
    expect(await fingerprintOf(disk(3 * MIB, at))).not.toBe(await fingerprintOf(disk(3 * MIB)))
  })

  test('works on an empty and on a tiny file', async () => {
    expect(await fingerprintOf(disk(0))).not.toBe(await fingerprintOf(disk(1)))
  })
})

describe('a file chosen again', () => {
  const expected = { sizeBytes: 10, fingerprint: 'sha256:a', name: 'a.img' }

  test('is taken when it is the same, whatever its name', () => {
    expect(mismatch(expected, { sizeBytes: 10, fingerprint: 'sha256:a', name: 'b.img' })).toBeNull()
  })

  test('of another size is refused, with both sizes', () => {
    expect(mismatch(expected, { sizeBytes: 11, fingerprint: 'sha256:a', name: 'b.img' })).toEqual({
      ...{ code: 'otherSize', name: 'b.img', bytes: 11 },
      ...{ expectedName: 'a.img', expectedBytes: 10 },
    })
  })

  test('of other content is refused', () => {
    expect(mismatch(expected, { sizeBytes: 10, fingerprint: 'sha256:b', name: 'b.img' })).toEqual({
      ...{ code: 'otherContent', name: 'b.img' },
    })
  })

  test('counts by size alone when the upload began elsewhere', () => {
    expect(
      mismatch({ ...expected, fingerprint: null }, { sizeBytes: 10, fingerprint: 'sha256:b', name: 'b.img' }),
    ).toBeNull()
  })
})

describe('the draft', () => {
  const { draft } = anUpload()

  test('becomes the body of the create request, without empty properties', () => {
    const wire = toCreateWire('id-1', {
      ...draft,
      tags: ['web'],
      properties: { os_distro: 'debian', description: '' },
    })
    expect(wire).toEqual({
      id: 'id-1',
      name: 'debian-12',
      disk_format: 'qcow2',
      container_format: 'bare',
      visibility: 'shared',
      protected: false,
      min_disk: 0,
      min_ram: 0,
      tags: ['web'],
      os_distro: 'debian',
    })
  })

  test('names the image and the checksum to the upload', () => {
    const hash = { algo: 'sha256', value: 'ab' } as const
    expect(tusMetadata('id-1', 'ä.img', { ...draft, expectedHash: hash })).toEqual({
      image_id: 'id-1',
      filename: 'ä.img',
      expected_hash: 'sha256:ab',
    })
    expect(tusMetadata('id-1', 'a', draft)).not.toHaveProperty('expected_hash')
  })

  test('the disk is at least the virtual size, in whole GiB', () => {
    expect([null, 0, 1, 1024 ** 3, 1024 ** 3 + 1].map(suggestedMinDiskGb)).toEqual([0, 0, 1, 1, 2])
  })

  test('tags are read from commas, once each', () => {
    expect(readTags(' web, prod,,web ')).toEqual(['prod', 'web'])
  })
})
