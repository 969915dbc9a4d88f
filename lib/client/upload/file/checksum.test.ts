import { describe, expect, test } from 'vitest'
import { readChecksum } from './checksum.ts'

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e'
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const SHA512 = SHA256 + SHA256
const FILE = 'debian-12.qcow2'

describe('one checksum', () => {
  test.each([
    ['md5', MD5],
    ['sha1', SHA1],
    ['sha256', SHA256],
    ['sha512', SHA512],
  ])('%s is known by its length', (algo, value) => {
    expect(readChecksum(value, FILE)).toEqual({ kind: 'hash', hash: { algo, value } })
  })

  test('capitals and surrounding space do not matter', () => {
    expect(readChecksum(`  ${SHA256.toUpperCase()}\n`, FILE)).toEqual({
      kind: 'hash',
      hash: { algo: 'sha256', value: SHA256 },
    })
  })

  test.each(['', '  \n\n', '# only a comment'])('%j is no checksum', (text) => {
    expect(readChecksum(text, FILE)).toEqual({ kind: 'none' })
  })

  test('a cut one is told with the number of its digits', () => {
    expect(readChecksum(SHA256.slice(1), FILE)).toEqual({
      kind: 'problem',
      problem: { code: 'checksumLength', digits: 63 },
    })
  })

  test('other words are refused', () => {
    expect(readChecksum('latest', FILE)).toMatchObject({ kind: 'problem' })
  })
})

describe('lines of checksum programs', () => {
  test.each([
    ['sha256sum', `${SHA256}  ${FILE}`],
    ['sha256sum in binary mode', `${SHA256} *${FILE}`],
    ['with a folder', `${SHA256}  ./images/${FILE}`],
    ['BSD', `SHA256 (${FILE}) = ${SHA256}`],
    ['prefixed', `sha256:${SHA256}`],
    ['of a file that was renamed', `${SHA256}  other-name.img`],
  ])('%s', (_name, line) => {
    expect(readChecksum(line, FILE)).toEqual({ kind: 'hash', hash: { algo: 'sha256', value: SHA256 } })
  })
})

describe('a whole checksum file', () => {
  const other = SHA256.replace('e3', 'ff')

  test('the entry of the file counts', () => {
    const text = `# made today\n${other}  debian-12-arm64.qcow2\n${SHA256}  ${FILE}\n`
    expect(readChecksum(text, FILE)).toEqual({ kind: 'hash', hash: { algo: 'sha256', value: SHA256 } })
  })

  test('a signature around it is ignored', () => {
    const text = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${SHA256}  ${FILE}\n-----BEGIN PGP SIGNATURE-----\niQIzBAEB=\n-----END PGP SIGNATURE-----`
    expect(readChecksum(text, FILE)).toMatchObject({ kind: 'hash', hash: { value: SHA256 } })
  })

  test('without an entry for the file it is refused, not guessed', () => {
    const text = `${other}  a.img\n${SHA256}  b.img`
    expect(readChecksum(text, FILE)).toEqual({
      kind: 'problem',
      problem: { code: 'checksumNotListed', lines: 2, name: FILE },
    })
  })
})
