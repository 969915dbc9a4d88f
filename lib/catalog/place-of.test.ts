import { createCipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type KnownStores, type PlaceRules, placeOf } from './place-of.ts'

const PREFIXES: Readonly<Record<string, { type: string; urlPrefixes: readonly string[] }>> = {
  fast: { type: 'file', urlPrefixes: ['file:///srv/fast/images/'] },
  swift: { type: 'swift', urlPrefixes: ['swift+https://keystone/v3/glance/'] },
  web: { type: 'http', urlPrefixes: ['http://', 'https://'] },
}

const STORES: KnownStores = {
  stores: Object.keys(PREFIXES).map((id) => ({ id })),
  factsOf: (id) => PREFIXES[id] ?? { type: 'file', urlPrefixes: [] },
  storeIdOf: (url) =>
    Object.keys(PREFIXES).find((id) => PREFIXES[id]?.urlPrefixes.some((prefix) => url.startsWith(prefix))) ??
    null,
}

function place(value: string, metadata: unknown = {}, rest: Partial<PlaceRules> = {}) {
  return placeOf(
    { value, meta_data: metadata === null ? null : JSON.stringify(metadata) },
    { rules: [], stores: STORES, ...rest },
  )
}

function encrypted(url: string, key: string): string {
  const vector = Buffer.alloc(16, 7)
  const text = Buffer.from(`${url}\0`)
  const filled = Buffer.concat([text, Buffer.alloc((16 - (text.length % 16)) % 16, 1)])
  const cipher = createCipheriv('aes-128-cbc', key, vector).setAutoPadding(false)
  const bytes = Buffer.concat([vector, cipher.update(filled), cipher.final()])
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

describe('the place of a location', () => {
  it.each([
    ['by the store’s name', 'file:///elsewhere/a', { store: 'fast' }, 'fast'],
    ['by the name before Train', 'file:///elsewhere/a', { backend: 'fast' }, 'fast'],
    ['by its url, when the name says nothing', 'file:///srv/fast/images/a', { store: 'old' }, 'fast'],
    ['by its url, without metadata', 'https://mirror/a.img', null, 'web'],
  ])('is found %s', (_, url, metadata, storeId) => {
    expect(place(url, metadata)).toMatchObject({ ok: true, location: { storeId } })
  })

  it('is what the operator says, the longest beginning of a url first, whatever else is known', () => {
    const rules = [
      { from: 'fast', storeId: 'web' },
      { from: 'swift+https://', storeId: 'fast' },
      { from: 'swift+https://user:key@keystone/v3/', storeId: 'swift' },
    ]
    expect(place('file:///x/a', { store: 'fast' }, { rules })).toMatchObject({ location: { storeId: 'web' } })
    const url = 'swift+https://other%3Auser:other@keystone/v3/glance/a'
    expect(place(url, { store: 'fast' }, { rules })).toMatchObject({ location: { storeId: 'swift' } })
  })

  it.each([
    ['s3+https://AKIA:se/cr@et@host/bucket/a', 's3+https://host/bucket/a'],
    ['swift+https://tenant%3Auser:key@keystone/v3/glance/a', 'swift+https://keystone/v3/glance/a'],
    ['swift+config://ref1/glance/a', 'swift+config://ref1/glance/a'],
    ['rbd://fsid/pool/a/snap', 'rbd://fsid/pool/a/snap'],
  ])('of %s has no credentials', (value, url) => {
    expect(place(value, { store: 'swift' })).toMatchObject({ ok: true, location: { url } })
  })

  it('of a file is in our store’s folder, by whatever path Glance knows it', () => {
    expect(place('file:///var/lib/glance/images/a', { store: 'fast', mode: 7, none: null })).toEqual({
      ok: true,
      location: { url: 'file:///srv/fast/images/a', storeId: 'fast', metadata: { mode: '7' } },
    })
  })

  it('is unknown without a rule, and the operator reads which to give', () => {
    expect(place('rbd://f/p/a/snap', { store: 'ceph' })).toEqual({
      ...{ ok: false, why: 'unknown store', detail: 'say --map ceph=… or --map rbd://f/p/a/=…' },
    })
  })

  it('is not taken with a password for a web server, which cannot be left out', () => {
    expect(place('https://me:secret@mirror/a')).toMatchObject({ ok: false })
  })

  it('is decrypted with the key, and told to be encrypted without it or with another', () => {
    const key = 'sixteen letters!'
    const value = encrypted('file:///srv/fast/images/a', key)
    expect(place(value, {}, { secret: key })).toMatchObject({ ok: true, location: { storeId: 'fast' } })
    expect(place(value)).toMatchObject({ ok: false, why: 'encrypted location' })
    for (const secret of ['another 16 chars', 'short']) {
      expect(place(value, {}, { secret })).toMatchObject({ ok: false, why: 'encrypted location' })
    }
  })
})
