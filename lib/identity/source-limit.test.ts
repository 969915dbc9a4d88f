import { expect, it } from 'vitest'
import { createSourceLimit } from './source-limit.ts'

const times = (count: number, run: () => void) => Array.from({ length: count }, run)

it('refuses an address after thirty failures, and regains one every two seconds', () => {
  let nowMs = 0
  const limit = createSourceLimit(() => nowMs)
  times(30, () => limit.countFailure('192.0.2.1'))
  expect(() => limit.check('192.0.2.1')).toThrow(/Try again in 2 seconds/)
  expect(() => limit.check('192.0.2.2')).not.toThrow()
  nowMs = 2_001
  expect(() => limit.check('192.0.2.1')).not.toThrow()
})

it('does not limit callers whose address is unknown', () => {
  const limit = createSourceLimit(() => 0)
  times(100, () => limit.countFailure(undefined))
  expect(() => limit.check(undefined)).not.toThrow()
})

it('forgets the longest untouched address when there are too many', () => {
  const limit = createSourceLimit(() => 0)
  times(30, () => limit.countFailure('first'))
  for (let index = 0; index < 10_000; index += 1) limit.countFailure(`other ${index}`)
  expect(() => limit.check('first')).not.toThrow()
})
