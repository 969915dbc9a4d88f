import { describe, expect, it } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { checkWords, contentsText, fillPercent, nextDefault, stateWord } from './store-words.ts'
import type { DataCheckWire, StoreWire } from './stores.ts'

const t = wordsOf('stores')

function store(facts: Partial<StoreWire> = {}): StoreWire {
  return {
    ...{ id: 'fast', type: 'file', description: null, weight: 0, default: false, state: 'open' },
    ...{ closed_for_good: false, state_changed_at: null, state_changed_by: null, damaged_images: 0 },
    health: { state: 'up', reason: null, since: null, checked_at: null, answer_ms: 1, capacity: null },
    ...{ images: 0, bytes: 0, drain: null },
    ...facts,
  } as StoreWire
}
const drain = (status: string) => ({ task_id: 't', status, message: '', to: null, progress: null }) as never
const check = (facts: Partial<DataCheckWire> = {}): DataCheckWire => ({
  ...{ result: null, message: '', checked_at: null, requested_at: null, done_bytes: null },
  ...facts,
})

describe('words of a store', () => {
  it('say nothing of a store that is as it should be, and else what it is', () => {
    expect(stateWord(store(), t)).toBeNull()
    expect(stateWord(store({ state: 'read_only' }), t)?.word).toBe('Read-only')
    expect(stateWord(store({ state: 'draining', drain: drain('processing') }), t)?.word).toBe('Being emptied')
    expect(stateWord(store({ state: 'draining', drain: drain('success') }), t)?.word).toBe('Empty and closed')
    expect(stateWord(store({ state: 'draining', images: 2 }), t)?.word).toBe('Not quite emptied')
    expect(stateWord(store({ closed_for_good: true, state: 'read_only' }), t)?.word).toBe('Only gives data')
  })

  it('say what lies in it, and how full it is as far as it tells', () => {
    expect(contentsText({ images: 1, bytes: 1024 }, t)).toBe('1 image · 1 KiB')
    expect(contentsText({ images: 0, bytes: 0 }, t)).toBe('No images')
    expect(fillPercent(store())).toBeNull()
    const health = { ...store().health, capacity: { total: 100, free: 25 } }
    expect(fillPercent(store({ health }))).toBe(75)
  })

  it('say where data goes while a store is closed', () => {
    const others = [
      store({ id: 'a', weight: 1 }),
      store({ id: 'b', weight: 9, state: 'read_only' }),
      store({ id: 'c', weight: 5 }),
    ]
    expect(nextDefault([store({ default: true }), ...others], 'fast')).toBe('c')
    expect(nextDefault([store({ default: true })], 'fast')).toBeNull()
  })
})

describe('words of data at rest', () => {
  it('say what was found, and how far a reading is', () => {
    expect(checkWords(check(), 10, t).text).toBe('Not read again since it was stored')
    expect(checkWords(check({ result: 'intact' }), 10, t)).toEqual({ text: 'Intact', tone: 'ok' })
    expect(checkWords(check({ result: 'damaged', message: 'It is gone.' }), 10, t).text).toContain(
      'It is gone.',
    )
    expect(checkWords(check({ requested_at: 'now' }), 10, t).text).toContain('Waits')
    expect(checkWords(check({ requested_at: 'now', done_bytes: 5 }), 10, t).text).toContain('50 %')
  })
})
