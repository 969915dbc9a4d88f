import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNetwork, mayConnectTo, networksOf } from './special-networks.ts'
import { checkUrl, type UrlRules } from './url-rules.ts'

const NOTHING = networksOf([])

const RULES: UrlRules = {
  schemes: { allowed: ['http', 'https'], refused: [] },
  hosts: { allowed: [], refused: [] },
  ports: { allowed: ['80', '443'], refused: [] },
  networks: NOTHING,
}

function verdict(url: string, rules: Partial<UrlRules> = {}): string {
  try {
    return checkUrl(url, { ...RULES, ...rules }).href
  } catch (error) {
    return (error as Error).message
  }
}

describe('an address that a person gives', () => {
  it.each([
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://127.1./',
    'http://%31%32%37.0.0.1/',
    'http://１２７.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[64:ff9b:1::1]/',
    'http://[2002:7f00:1::]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://[ff02::1]/',
    'http://0/',
    'http://255.255.255.255/',
  ])('is refused when it is an inner one in disguise: %s', (url) => {
    expect(verdict(url)).toMatch(/private or reserved/)
  })

  it.each([
    ['file:///etc/passwd', 'file:'],
    ['gopher://example.org/', 'gopher:'],
    ['http://user@example.org/', 'user name'],
    ['http://:secret@example.org/', 'user name'],
    ['http://example.org:22/', 'port 22'],
    ['https://example.org:8443/', 'port 8443'],
    ['http://exa mple.org/', 'not an address'],
    ['http:\\\\example.org/', 'not an address'],
    ['http://example.org\t/', 'not an address'],
    ['http:///', 'not an address'],
    ['http://../', 'not an address'],
    ['http://1.2.3.4.5/', 'not an address'],
    ['example.org/image', 'not an address'],
    [`http://example.org/${'a'.repeat(9000)}`, 'not an address'],
  ])('is refused with the reason: %s', (url, reason) => {
    expect(verdict(url)).toContain(reason)
  })

  it('comes out in its one normal form', () => {
    expect(verdict('HTTPS://EXAMPLE.org.:443/Image?a=1')).toBe('https://example.org/Image?a=1')
    expect(verdict('http://bücher.example/')).toBe('http://xn--bcher-kva.example/')
    expect(verdict('http://93.184.216.34:80/')).toBe('http://93.184.216.34/')
  })

  it('is held against lists of hosts in any spelling, and a refusal counts beside an allowance', () => {
    const hosts = {
      allowed: ['*.Example.org', '0x5DB8D822', 'bücher.example.'],
      refused: ['bad.example.org'],
    }
    expect(verdict('http://mirror.example.org/', { hosts })).toBe('http://mirror.example.org/')
    expect(verdict('http://93.184.216.34/', { hosts })).toBe('http://93.184.216.34/')
    expect(verdict('http://xn--bcher-kva.example/', { hosts })).toBe('http://xn--bcher-kva.example/')
    expect(verdict('http://bad.example.org./', { hosts })).toMatch(/host bad.example.org is not allowed/)
    expect(verdict('http://example.org/', { hosts })).toMatch(/not allowed/)
    expect(verdict('http://notexample.org/', { hosts })).toMatch(/not allowed/)
  })

  it('may use any port when none are listed, except those refused', () => {
    const ports = { allowed: [], refused: ['22'] }
    expect(verdict('http://example.org:8080/', { ports })).toBe('http://example.org:8080/')
    expect(verdict('http://example.org:22/', { ports })).toMatch(/port 22/)
  })

  it('may be in an inner network that the site allows, in every spelling of it', () => {
    const networks = networksOf(['10.1.0.0/16', 'fd00:1::/32'])
    expect(verdict('http://10.1.2.3/', { networks })).toBe('http://10.1.2.3/')
    expect(verdict('http://[::ffff:10.1.2.3]/', { networks })).toBe('http://[::ffff:a01:203]/')
    expect(verdict('http://[fd00:1::5]/', { networks })).toBe('http://[fd00:1::5]/')
    expect(verdict('http://10.2.0.1/', { networks })).toMatch(/private or reserved/)
  })

  it('never makes the check throw anything but a refusal', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.ipV4Extended(), fc.ipV6())
    fc.assert(
      fc.property(texts, (text) => {
        expect(typeof verdict(`http://${text}`)).toBe('string')
        expect(verdict(text)).not.toBe('')
      }),
    )
  })
})

describe('networks', () => {
  it('are written as address and prefix, or as one address', () => {
    expect(['10.0.0.0/8', '::1', 'fd00::/8', '192.0.2.7'].every(isNetwork)).toBe(true)
    expect(['10.0.0.0/33', 'fe80::1%1', '10.0.0/8', 'localhost', '::/129', ''].some(isNetwork)).toBe(false)
  })

  it('that are public are open, and an address with a zone never is', () => {
    expect(mayConnectTo('93.184.216.34', NOTHING)).toBe(true)
    expect(mayConnectTo('2606:2800:220:1::1', NOTHING)).toBe(true)
    expect(mayConnectTo('64:ff9b::5db8:d822', NOTHING)).toBe(true)
    expect(mayConnectTo('fe80::1%lo', networksOf(['::/0']))).toBe(false)
    expect(mayConnectTo('no address', networksOf(['0.0.0.0/0', '::/0']))).toBe(false)
  })

  it('that are special are closed in every IPv4-mapped spelling too', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(mayConnectTo(`::ffff:${address}`, NOTHING)).toBe(mayConnectTo(address, NOTHING))
      }),
    )
  })
})
