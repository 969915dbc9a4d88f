import { expect, it } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { eventStory } from './event-words.ts'

const t = wordsOf('events')
const EVENT = { type: 'image.update', priority: 'INFO', member_id: null, namespace: null, changes: null }
const nameOf = (id: string) => (id === 'p1' ? 'web-frontend' : id)

it('says what an update did, and shows what has no word as before and after', () => {
  const changes = {
    visibility: { before: 'private', after: 'public' },
    os_hidden: { before: false, after: true },
    'properties/hw_disk_bus': { before: 'ide', after: 'virtio' },
    min_ram: { before: 0, after: 512 },
    tags: { before: [], after: ['lts', 'web'] },
  }
  expect(eventStory({ ...EVENT, changes }, nameOf, t)).toEqual({
    title: 'Made public, hidden',
    changes: [
      { label: 'property hw_disk_bus', before: 'ide', after: 'virtio' },
      { label: 'min ram', before: '0', after: '512' },
      { label: 'tags', before: null, after: 'lts, web' },
    ],
  })
})

it.each([
  ['active', 'deactivated', 'Deactivated'],
  ['deactivated', 'active', 'Reactivated'],
  ['pending_delete', 'active', 'Restored'],
  ['queued', 'active', 'Became active'],
])('tells the way from %s to %s as %s', (before, after, title) => {
  expect(eventStory({ ...EVENT, changes: { status: { before, after } } }, nameOf, t).title).toBe(title)
})

it.each([
  ['image.share.offer', 'Shared with web-frontend'],
  ['image.share.accept', 'Share accepted by web-frontend'],
  ['image.share.withdraw', 'No longer shared with web-frontend'],
  ['image.member.update', 'Member changed: web-frontend'],
])('names the project that %s is about', (type, title) => {
  expect(eventStory({ ...EVENT, type, member_id: 'p1' }, nameOf, t).title).toBe(title)
})

it('tells failures apart, and leaves types that it does not know as they are', () => {
  expect(eventStory({ ...EVENT, type: 'image.upload', priority: 'ERROR' }, nameOf, t).title).toBe(
    'Upload failed',
  )
  expect(eventStory({ ...EVENT, type: 'metadef_tag.create', namespace: 'OS::X' }, nameOf, t).title).toBe(
    'Tag created in OS::X',
  )
  expect(eventStory({ ...EVENT, type: 'image.dream' }, nameOf, t).title).toBe('image.dream')
})

it('speaks German', () => {
  const german = wordsOf('events', 'de')
  const changes = { visibility: { before: 'private', after: 'public' }, min_ram: { before: 0, after: 512 } }
  expect(eventStory({ ...EVENT, changes }, nameOf, german)).toEqual({
    title: 'Öffentlich gemacht',
    changes: [{ label: 'Mindestspeicher (RAM)', before: '0', after: '512' }],
  })
})
