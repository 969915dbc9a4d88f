import { expect, test } from 'vitest'
import { roomIn } from './rbd-room.ts'

const POOL = { pool: 'images', objectOrder: 23 }
const MIB = 1024 * 1024

function room(quota: { bytes?: number; objects?: number }, { total = 1000 * MIB, stored = 100 * MIB } = {}) {
  const other = { name: 'other', stats: { stored: 1, max_avail: 1 } }
  const ours = { name: 'images', stats: { stored, max_avail: 600 * MIB } }
  return roomIn(POOL, {
    usage: JSON.stringify({ stats: { total_bytes: total }, pools: [other, ours] }),
    quota: JSON.stringify({
      ...{ quota_max_bytes: quota.bytes ?? 0, quota_max_objects: quota.objects ?? 0 },
      current_num_objects: 20,
    }),
  })
}

test('a pool without a quota has the room that the disks leave', () => {
  expect(room({})).toEqual({ totalBytes: 700 * MIB, freeBytes: 600 * MIB })
})

test.each([
  ['of bytes', { bytes: 150 * MIB }, 50 * MIB],
  ['of objects', { objects: 25 }, 40 * MIB],
  ['of bytes that is above what the disks have', { bytes: 9000 * MIB }, 600 * MIB],
  ['that is passed already', { bytes: 90 * MIB }, 0],
])('a quota %s leaves a pool no more than it says', (_, quota, freeBytes) => {
  expect(room(quota)).toEqual({ totalBytes: 100 * MIB + freeBytes, freeBytes })
})

test('nothing is said where no manager counts, nor of a pool that is not there', () => {
  expect(room({}, { total: 0, stored: 0 })).toBe(null)
  const usage = JSON.stringify({ stats: { total_bytes: 1 }, pools: [] })
  expect(() => roomIn(POOL, { usage, quota: '{}' })).toThrow('df')
})
