import { describe, expect, it } from 'vitest'
import { verifyRecipes } from './verify-recipes.ts'

const image = {
  id: 'i',
  name: "Anna's disk",
  diskFormat: 'raw',
  containerFormat: 'bare',
  checksum: 'c0ffee',
  hashAlgo: 'sha512',
  hashValue: 'beef',
}

describe('how to check a downloaded file', () => {
  it('is one line for each system, in which no name breaks out', () => {
    expect(verifyRecipes(image).map(({ text }) => text)).toEqual([
      `echo 'beef  Anna'\\''s disk.raw' | sha512sum --check`,
      `echo 'beef  Anna'\\''s disk.raw' | shasum -a 512 --check`,
      `(Get-FileHash -Algorithm SHA512 -LiteralPath '.\\Anna''s disk.raw').Hash -eq 'beef'`,
    ])
  })

  it('falls back to md5 where there is nothing better, and to nothing for hashes without a tool', () => {
    const old = { ...image, hashAlgo: null, hashValue: null }
    expect(verifyRecipes(old)[0]?.text).toContain('md5sum --check')
    expect(verifyRecipes({ ...image, hashAlgo: 'blake2b' })).toEqual([])
    expect(verifyRecipes({ ...old, checksum: null })).toEqual([])
  })
})
