import { expect, it } from 'vitest'
import {
  EVENT_TYPES,
  type EventActor,
  type EventDraft,
  GLANCE_EVENT_TYPES,
  priorityOf,
} from '#lib/domain/events.ts'
import type { Image } from '#lib/domain/image.ts'
import { newImage } from '#lib/domain/new-image.ts'
import { eventPayload } from './event-payload.ts'
import { imageDifference } from './image-payload.ts'

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5)
const actor: EventActor = { userId: 'u', projectId: 'p', requestId: 'req-1', address: '192.0.2.1' }
const image: Image = {
  ...newImage({ name: 'debian', tags: ['a'] }, { id: 'i', owner: 'p', nowMs: NOW_MS }),
  ...{
    status: 'active',
    visibility: 'public',
    isHidden: true,
    sizeBytes: 5,
    hashAlgo: 'sha512',
    hashValue: 'ff',
  },
  ...{ properties: { os_distro: 'debian' }, checksum: 'cc', diskFormat: 'raw', containerFormat: 'bare' },
  locations: [{ url: 'http://user:secret@host/data', storeId: 'file', metadata: {} }],
}
const payloadOf = (event: EventDraft) => eventPayload(event, actor, NOW_MS)

it('knows the 33 types of the Image service', () => {
  expect(new Set(GLANCE_EVENT_TYPES).size).toBe(33)
  expect(EVENT_TYPES.slice(0, 33)).toEqual(GLANCE_EVENT_TYPES)
})

it('tells an image as the Image service does: without locations, os_hash_* and os_hidden', () => {
  expect(payloadOf({ type: 'image.update', image })).toEqual({
    ...{ id: 'i', name: 'debian', status: 'active', owner: 'p', checksum: 'cc', size: 5, virtual_size: null },
    ...{ created_at: '2026-01-02T03:04:05Z', updated_at: '2026-01-02T03:04:05Z', protected: false },
    ...{ min_disk: 0, min_ram: 0, disk_format: 'raw', container_format: 'bare', tags: ['a'] },
    ...{ is_public: true, visibility: 'public', properties: { os_distro: 'debian' } },
    ...{ deleted: false, deleted_at: null },
  })
})

it('names the store of data that came', () => {
  expect(payloadOf({ type: 'image.upload', image, storeId: 'file' })).toMatchObject({ backend: 'file' })
})

it('tells when an image was deleted', () => {
  const deleted = { status: 'deleted', deleted: true, deleted_at: '2026-01-02T03:04:05Z' }
  expect(payloadOf({ type: 'image.delete', image })).toMatchObject(deleted)
})

it('tells a failure by its text alone, as an error', () => {
  const event = { type: 'image.upload', image, failure: 'No.' } as const
  expect([payloadOf(event), priorityOf(event)]).toEqual(['No.', 'ERROR'])
})

it('tells a task without its input, result and message', () => {
  const times = { createdAtMs: NOW_MS, updatedAtMs: NOW_MS, expiresAtMs: null }
  const task = { id: 't', type: 'import', status: 'failure', owner: 'p', imageId: 'i', ...times }
  expect(payloadOf({ type: 'task.failure', task })).toEqual({
    ...{ id: 't', type: 'import', status: 'failure', owner: 'p', deleted: false, deleted_at: null },
    ...{ created_at: '2026-01-02T03:04:05Z', updated_at: '2026-01-02T03:04:05Z', expires_at: null },
  })
})

it('tells a property of a namespace with what it was called', () => {
  const namespace = {
    ...{
      name: 'OS::X',
      displayName: null,
      description: null,
      visibility: 'public' as const,
      isProtected: false,
    },
    ...{ owner: 'p', associations: [], createdAtMs: NOW_MS, updatedAtMs: NOW_MS },
  } as const
  const part = {
    kind: 'metadef_property',
    name: 'cores',
    property: { title: 'Cores', type: 'integer' },
  } as const
  const event = { type: 'metadef_property.update', namespace, part, oldName: 'cpus' } as const
  expect(payloadOf(event)).toMatchObject({
    ...{ namespace: 'OS::X', name: 'cores', name_old: 'cpus', type: 'integer', title: 'Cores', enum: null },
    deleted: false,
  })
})

it('tells the audit what differs, and never where data lies', () => {
  const after: Image = {
    ...image,
    name: 'new',
    isHidden: false,
    properties: { os_distro: 'fedora' },
    locations: [],
  }
  const difference = imageDifference(image, after)
  expect(difference).toEqual({
    name: { before: 'debian', after: 'new' },
    os_hidden: { before: true, after: false },
    'properties/os_distro': { before: 'debian', after: 'fedora' },
    locations: { before: 1, after: 0 },
  })
  expect(JSON.stringify(difference)).not.toContain('secret')
})
