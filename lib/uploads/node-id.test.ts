import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createNodeId, isCertainlyOver, keptItsKernel } from './node-id.ts'

const self = createNodeId()
const withPart = (index: number, value: string) => self.split('/').with(index, value).join('/')

test('a server knows itself and its neighbours in the same process to be alive', () => {
  expect(isCertainlyOver(self, self)).toBe(false)
  expect(isCertainlyOver(createNodeId(), self)).toBe(false)
  expect(createNodeId()).not.toBe(self)
})

test('a server whose process has ended is over', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  expect(isCertainlyOver(withPart(2, String(child.pid)), self)).toBe(true)
})

test('a server whose process number now belongs to us is over', () => {
  expect(isCertainlyOver(withPart(3, '1'), self)).toBe(true)
})

test('a server of an earlier run of the machine is over, and left only synced bytes behind', () => {
  expect(isCertainlyOver(withPart(1, 'earlier'), self)).toBe(true)
  expect(keptItsKernel(withPart(1, 'earlier'), self)).toBe(false)
})

test('of a server on another host nothing is known', () => {
  expect(isCertainlyOver(withPart(0, 'elsewhere'), self)).toBe(false)
  expect(keptItsKernel(withPart(0, 'elsewhere'), self)).toBe(false)
})

test('bytes of an ended process are kept while the machine runs on', () => {
  expect(keptItsKernel(withPart(2, '999999'), self)).toBe(true)
})
