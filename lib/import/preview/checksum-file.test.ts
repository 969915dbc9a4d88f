import { describe, expect, it } from 'vitest'
import { hashFrom } from './checksum-file.ts'

const A = 'a'.repeat(64)
const B = 'B'.repeat(128)

describe('a file of checksums', () => {
  it.each([
    [`${'c'.repeat(64)}  other.img\n${A}  disk.img\n`, 'sha256', A],
    [`${A} *disk.img`, 'sha256', A],
    [`${A}  ./disk.img`, 'sha256', A],
    [`# comment\nSHA512 (disk.img) = ${B}\n`, 'sha512', B.toLowerCase()],
    [`${A}\n`, 'sha256', A],
  ])('tells the hash of one file: %j', (text, algo, value) => {
    expect(hashFrom(text, 'disk.img')).toEqual({ algo, value })
  })

  it.each([
    ['', 'of nothing'],
    [`${A}  other.img\n`, 'of another file'],
    [`${A}  old-disk.img\n`, 'of a file whose name ends alike'],
    ['<html>not found</html>', 'in a page for people'],
    [`${'a'.repeat(70)}  disk.img`, 'of no length that a hash has'],
  ])('tells nothing %s', (text) => {
    expect(hashFrom(text, 'disk.img')).toBeNull()
  })

  it('knows a name as the address spells it and as people do', () => {
    expect(hashFrom(`${A}  a disk.img`, 'a%20disk.img')?.value).toBe(A)
  })
})
