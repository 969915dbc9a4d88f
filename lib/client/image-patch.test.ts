import { describe, expect, it } from 'vitest'
import { type ImageDraft, imagePatch } from './image-patch.ts'

const base: ImageDraft = {
  name: 'debian',
  visibility: 'private',
  isProtected: false,
  isHidden: false,
  minDiskGb: 0,
  minRamMb: 0,
  diskFormat: 'qcow2',
  containerFormat: 'bare',
  tags: ['a', 'b'],
  properties: { os_distro: 'debian' },
}

describe('imagePatch', () => {
  it('has no steps when nothing changed, whatever the order of the tags', () => {
    expect(imagePatch(base, { ...base, tags: ['b', 'a'], properties: { os_distro: 'debian' } })).toEqual([])
  })

  it('replaces only the attributes that changed, under their names on the wire', () => {
    expect(imagePatch(base, { ...base, isProtected: true, minDiskGb: 4 })).toEqual([
      { op: 'replace', path: '/protected', value: true },
      { op: 'replace', path: '/min_disk', value: 4 },
    ])
  })

  it('can take the name away', () => {
    expect(imagePatch(base, { ...base, name: null })).toEqual([{ op: 'replace', path: '/name', value: null }])
  })

  it('replaces all tags at once, because the API has no path to one tag', () => {
    expect(imagePatch(base, { ...base, tags: ['a'] })).toEqual([
      { op: 'replace', path: '/tags', value: ['a'] },
    ])
  })

  it('adds, replaces and removes properties', () => {
    const before = { ...base, properties: { kept: '1', changed: '1', gone: '1' } }
    const after = { ...base, properties: { kept: '1', changed: '2', fresh: '' } }
    expect(imagePatch(before, after)).toEqual([
      { op: 'remove', path: '/gone' },
      { op: 'replace', path: '/changed', value: '2' },
      { op: 'add', path: '/fresh', value: '' },
    ])
  })

  it('escapes slashes and tildes in the names of properties', () => {
    expect(imagePatch(base, { ...base, properties: { os_distro: 'debian', 'a/b~c': 'x' } })).toEqual([
      { op: 'add', path: '/a~1b~0c', value: 'x' },
    ])
  })
})
