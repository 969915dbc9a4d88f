import { expect, test } from 'vitest'
import { createYoungGarbage } from './young-garbage.ts'

const MIB = 1024 * 1024

test('a minor collection is asked for every 4 MiB, however they are cut', () => {
  let collections = 0
  const garbage = createYoungGarbage(() => {
    collections += 1
  })
  for (let part = 0; part < 48; part += 1) garbage.passed(MIB / 4)
  expect(collections).toBe(3)
  garbage.passed(3 * MIB)
  expect(collections).toBe(3)
  garbage.passed(100 * MIB)
  expect(collections).toBe(4)
})

test('this Node has one to offer', () => {
  const before = process.memoryUsage().arrayBuffers
  const garbage = createYoungGarbage()
  for (let mib = 0; mib < 256; mib += 1) {
    new Uint8Array(MIB)
    garbage.passed(MIB)
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MIB)
})
