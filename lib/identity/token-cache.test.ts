import { expect, it } from 'vitest'
import { createTokenCache } from './token-cache.ts'

function counted(answers: string[]) {
  let looks = 0
  return { look: async () => answers[looks++] ?? 'more', looks: () => looks }
}

it('remembers an answer for its time and no longer', async () => {
  let nowMs = 0
  const cache = createTokenCache<string>(3_000, () => nowMs)
  const { look, looks } = counted(['a', 'b'])
  expect(await cache.get('id', look)).toBe('a')
  nowMs = 2_999
  expect(await cache.get('id', look)).toBe('a')
  nowMs = 3_000
  expect(await cache.get('id', look)).toBe('b')
  expect(looks()).toBe(2)
})

it('looks once for all who ask at the same time', async () => {
  const cache = createTokenCache<string>(3_000, () => 0)
  const { look, looks } = counted(['a'])
  await Promise.all([cache.get('id', look), cache.get('id', look), cache.get('id', look)])
  expect(looks()).toBe(1)
})

it('does not remember failures', async () => {
  const cache = createTokenCache<string>(3_000, () => 0)
  await expect(cache.get('id', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(await cache.get('id', async () => 'back')).toBe('back')
})

it('never remembers an answer that was read before it had to forget', async () => {
  const cache = createTokenCache<string>(3_000, () => 0)
  const early = Promise.withResolvers<string>()
  const first = cache.get('id', () => early.promise)
  cache.clear()
  early.resolve('valid')
  expect(await first).toBe('valid')
  expect(await cache.get('id', async () => 'revoked')).toBe('revoked')
})

it('drops the oldest answer when there are too many', async () => {
  const cache = createTokenCache<string>(3_000, () => 0)
  await cache.get('first', async () => 'a')
  for (let index = 0; index < 10_000; index += 1) await cache.get(`other ${index}`, async () => '')
  expect(await cache.get('first', async () => 'b')).toBe('b')
})
