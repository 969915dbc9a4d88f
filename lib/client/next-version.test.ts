import { describe, expect, it } from 'vitest'
import { nameOfVersion, nextVersion } from './next-version.ts'

const NOW = Date.UTC(2026, 10, 23, 12)

describe('nextVersion', () => {
  it.each([
    ['7', '8'],
    ['v1.9', 'v1.10'],
    ['24.04.1', '24.04.2'],
    ['009', '010'],
    ['1.2.0-rc1', '1.2.0-rc2'],
    ['12-x86_64', '13-x86_64'],
    ['99999999999999999999', '100000000000000000000'],
    ['trixie', 'trixie-2'],
    ['arm64', 'arm64-2'],
  ])('counts on from %s to %s', (before, next) => {
    expect(nextVersion(before, [before], NOW)).toBe(next)
  })

  it.each([
    ['20260101', '20261123'],
    ['2026-01-31', '2026-11-23'],
    ['v2026.01.31', 'v2026.11.23'],
    ['20260101-amd64', '20261123-amd64'],
    ['20260101.3', '20261123'],
  ])('takes the date of today for the one of %s: %s', (before, next) => {
    expect(nextVersion(before, [before], NOW)).toBe(next)
  })

  it('numbers what is made on the same day', () => {
    expect(nextVersion('20261123', ['20261123'], NOW)).toBe('20261123.1')
    expect(nextVersion('20261123-1', ['20261123', '20261123-1'], NOW)).toBe('20261123-2')
    expect(nextVersion('2026-11-23-arm64', ['2026-11-23-arm64'], NOW)).toBe('2026-11-23.1-arm64')
  })

  it('does not go back from a date that is to come, nor read a date into any digits', () => {
    expect(nextVersion('20300101', [], NOW)).toBe('20300102')
    expect(nextVersion('20261399', [], NOW)).toBe('20261400')
  })

  it('never says what is taken', () => {
    expect(nextVersion('1', ['1', '2', '3'], NOW)).toBe('4')
    expect(nextVersion('trixie', ['trixie', 'trixie-2'], NOW)).toBe('trixie-3')
  })

  it('has nothing to say where the version before has no name', () => {
    expect(nextVersion(null, [], NOW)).toBe('')
    expect(nextVersion('  ', [], NOW)).toBe('')
  })
})

describe('nameOfVersion', () => {
  it.each([
    ['debian 13 1', '1', '2', 'debian 13 2'],
    ['debian-20260101.qcow2', '20260101', '20261123', 'debian-20261123.qcow2'],
    ['web-v1', '1', '2', 'web-v2'],
    ['app 1.5', '1', '2', 'app 1.5'],
    ['app 2.1', '1', '2', 'app 2.1'],
    ['a (1)+', '(1)+', '$&', 'a $&'],
    ['debian', '1', '2', 'debian'],
    ['debian 1', null, '2', 'debian 1'],
    ['debian 1', '1', '', 'debian 1'],
  ])('%j of %j becomes, as %j, %j', (name, before, next, expected) => {
    expect(nameOfVersion(name, before, next)).toBe(expected)
  })
})
