import { expect, it } from 'vitest'
import { isAside, MOST_ASIDE, offerOf, withAside, withoutAside } from './aside-shares.ts'
import type { ShareWire } from './shares.ts'

const SHARE: ShareWire = {
  image: {
    id: 'image-1',
    name: 'base',
    status: 'active',
    disk_format: 'qcow2',
    container_format: 'bare',
    size: 5,
    os_hidden: false,
  },
  owner: { id: 'project-1', name: 'givers' },
  status: 'pending',
  shared_at: '2026-01-02T03:04:05Z',
  answered_at: null,
  ends_at: null,
}

const shareOf = (id: string): ShareWire => ({ ...SHARE, image: { ...SHARE.image, id } })

it('an offer is put aside until it is brought back; others stay as they are', () => {
  const other = shareOf('image-2')
  const aside = withAside([], SHARE)
  expect(isAside(aside, SHARE)).toBe(true)
  expect(isAside(aside, other)).toBe(false)
  const both = withAside(aside, other)
  expect(isAside(withoutAside(both, SHARE), SHARE)).toBe(false)
  expect(isAside(withoutAside(both, SHARE), other)).toBe(true)
  expect(withoutAside(aside, other)).toBe(aside)
})

it.each<[string, ShareWire]>([
  ['is made anew', { ...SHARE, shared_at: '2026-02-02T03:04:05Z' }],
  ['ends at another time', { ...SHARE, ends_at: '2026-05-02T03:04:05Z' }],
  ['comes from another project', { ...SHARE, owner: { id: 'project-2', name: 'givers' } }],
  ['has another name', { ...SHARE, image: { ...SHARE.image, name: 'other' } }],
  ['is switched off by its owner', { ...SHARE, image: { ...SHARE.image, status: 'deactivated' } }],
  ['is answered', { ...SHARE, status: 'accepted', answered_at: '2026-02-02T03:04:05Z' }],
])('an offer that %s is not aside any more', (_how, changed) => {
  expect(isAside(withAside([], SHARE), changed)).toBe(false)
})

it('is the same offer on the page of its image', () => {
  const { id, name, status, disk_format: diskFormat, size: sizeBytes } = SHARE.image
  const image = { id, name, status, diskFormat, sizeBytes, owner: SHARE.owner.id }
  const member = { status: SHARE.status, createdAtMs: Date.parse(SHARE.shared_at), endsAtMs: null }
  expect(isAside(withAside([], offerOf(image, member)), SHARE)).toBe(true)
  expect(isAside(withAside([], SHARE), offerOf(image, { ...member, endsAtMs: 5 }))).toBe(false)
})

it('what the identity service calls its owner does not bring an offer back', () => {
  const nameless: ShareWire = { ...SHARE, owner: { id: 'project-1', name: null } }
  expect(isAside(withAside([], SHARE), nameless)).toBe(true)
})

it('an offer that is put aside again is kept once, as it is now', () => {
  const later = { ...SHARE, ends_at: '2026-05-02T03:04:05Z' }
  const aside = withAside(withAside([], SHARE), later)
  expect(aside).toHaveLength(1)
  expect(isAside(aside, later)).toBe(true)
})

it('keeps no more than the service lists at once', () => {
  const ids = Array.from({ length: MOST_ASIDE + 1 }, (_, index) => `image-${index}`)
  const aside = ids.reduce((before, id) => withAside(before, shareOf(id)), withAside([], shareOf('first')))
  expect(aside).toHaveLength(MOST_ASIDE)
  expect(isAside(aside, shareOf('first'))).toBe(false)
  expect(isAside(aside, shareOf(`image-${MOST_ASIDE}`))).toBe(true)
})
