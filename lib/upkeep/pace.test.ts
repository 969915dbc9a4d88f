import { expect, it } from 'vitest'
import { createPace, paced } from './pace.ts'

const signal = new AbortController().signal

/** Time that passes only while somebody waits. */
function manualTime() {
  let nowMs = 0
  return {
    nowMs: () => nowMs,
    wait: async (ms: number) => {
      nowMs += ms
    },
  }
}

async function* pieces(count: number, bytes: number) {
  for (let index = 0; index < count; index += 1) yield new Uint8Array(bytes)
}

it('lets so many bytes a second pass, whoever shares it', async () => {
  const time = manualTime()
  const pace = createPace(1000, time)
  const read = async () => {
    let bytes = 0
    for await (const piece of paced(pieces(10, 500), pace, signal)) bytes += piece.length
    return bytes
  }
  expect(await read()).toBe(5000)
  expect(await read()).toBe(5000)
  expect(time.nowMs()).toBe(9500)
})

it('without a limit nobody waits', async () => {
  const time = manualTime()
  const pace = createPace(null, time)
  for (let index = 0; index < 5; index += 1) await pace.take(1e9, signal)
  expect(time.nowMs()).toBe(0)
})

it('ends with whoever called it off', async () => {
  const stop = new AbortController()
  const pace = createPace(1)
  await pace.take(3600, stop.signal)
  const waiting = pace.take(1, stop.signal)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
})
