import { describe, expect, it } from 'vitest'
import { expectedPackages, isSameInstallation, type LockedPackages } from './packages.ts'

const LOCKED: LockedPackages = {
  '': { version: '0.1.0' },
  'node_modules/hono': { version: '4.13.0' },
  'node_modules/vitest': { version: '5.1.0', dev: true },
  'node_modules/fsevents': { version: '2.0.0', optional: true },
  'node_modules/lightningcss-darwin': { version: '1.0.0', devOptional: true },
}

describe('expectedPackages', () => {
  it('leaves out the project itself and what depends on the platform', () => {
    expect(expectedPackages(LOCKED, true)).toEqual(['node_modules/hono', 'node_modules/vitest'])
  })

  it('leaves out development packages unless they are wanted', () => {
    expect(expectedPackages(LOCKED, false)).toEqual(['node_modules/hono'])
  })
})

describe('isSameInstallation', () => {
  it('accepts what somebody installed by hand when the versions are those of the lock', () => {
    const installed = {
      'node_modules/hono': { version: '4.13.0' },
      'node_modules/extra': { version: '1.0.0' },
    }
    expect(isSameInstallation(LOCKED, installed, false)).toBe(true)
  })

  it('refuses another version', () => {
    expect(isSameInstallation(LOCKED, { 'node_modules/hono': { version: '4.12.0' } }, false)).toBe(false)
  })

  it('refuses an installation without the development packages when these are wanted', () => {
    expect(isSameInstallation(LOCKED, { 'node_modules/hono': { version: '4.13.0' } }, true)).toBe(false)
  })
})
