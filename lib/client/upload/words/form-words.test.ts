import { describe, expect, test } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { adviceText, contentText, fixText, problemText } from './form-words.ts'

const t = wordsOf('upload')
const QCOW2 = {
  format: 'qcow2',
  virtualSizeBytes: 20 * 1024 ** 3,
  findings: [],
  detail: 'version 3',
} as const

describe('what the form of an upload says', () => {
  test('is what the data is, with its variant and its disk', () => {
    expect(contentText(QCOW2, t)).toBe('a qcow2 disk image (version 3), disk of 20 GiB')
    expect(contentText({ format: 'iso', virtualSizeBytes: 1024, findings: [] }, t)).toBe('an ISO disc image')
  })

  test('is what is wrong with a field, with plain numbers', () => {
    expect(problemText(undefined, t)).toBeUndefined()
    expect(problemText({ code: 'notGib' }, t)).toBe('A whole number of GiB, 0 for any.')
    expect(problemText({ code: 'checksumLength', digits: 1063 }, t)).toMatch(/this has 1063\.$/)
    expect(problemText({ code: 'checksumNotListed', lines: 2, name: 'a.img' }, t)).toBe(
      'None of these 2 lines is for a.img. Paste the checksum of this file alone.',
    )
  })

  test('is what to know before sending, and what mends it', () => {
    const fact = { code: 'diskInRaw', format: 'vhd' } as const
    expect(adviceText({ tone: 'warn', fact, fix: null }, t)).toMatch(
      /^This is a VHD disk image\. Declared raw/,
    )
    expect(fixText({ diskFormat: 'qcow2', containerFormat: 'bare' }, t)).toBe('Use qcow2, bare')
    expect(fixText({ diskFormat: 'vhd' }, t)).toBe('Use vhd')
  })
})
