import { describe, expect, it } from 'vitest'
import { createStoreRegistry } from '#lib/stores/registry.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { chooseTarget } from './choose-target.ts'

const plain = { description: null, isReadOnly: false, isCached: false, urlPrefixes: [], properties: {} }

function openWorld() {
  const weights = { main: 1, big: 9, small: 5 }
  const all = Object.keys(weights).map(
    (id) => ({ id, openStaging: () => undefined }) as unknown as WritableStore,
  )
  const facts = Object.entries(weights).map(([id, weight]) => [id, { ...plain, type: 'file', weight }])
  const stores = createStoreRegistry(all, 'main', Object.fromEntries(facts))
  const free = new Map<string, number>()
  const choose = (wanted: string | null = null, except: readonly string[] = [], sizeBytes = 10) =>
    chooseTarget({ stores, freeBytesOf: (id) => free.get(id) ?? null }, { wanted, except, sizeBytes })
  return { stores, free, choose }
}

describe('where moved data goes', () => {
  it('is the default, or else the open store with the highest weight that answers and has room', () => {
    const { stores, free, choose } = openWorld()
    expect(choose()).toBe('main')
    expect(choose(null, ['main'])).toBe('big')
    free.set('big', 5)
    expect(choose(null, ['main'])).toBe('small')
    stores.conditions.setDown('small', true)
    expect(() => choose(null, ['main'])).toThrow('No other store takes data now')
    expect(choose(null, ['main'], 1)).toBe('big')
  })

  it('is the store that is wanted, or none', () => {
    const { stores, choose } = openWorld()
    expect(choose('small')).toBe('small')
    stores.conditions.setStates(new Map([['small', 'draining']]))
    expect(() => choose('small')).toThrow('takes no data now')
  })
})
