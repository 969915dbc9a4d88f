import { expect, it } from 'vitest'
import { clientAddress, isSecureRequest } from './client-address.ts'

it('believes X-Forwarded-For only from a proxy nearby, and of it only what that proxy added', () => {
  expect(clientAddress('127.0.0.1', '203.0.113.9, 198.51.100.7')).toBe('198.51.100.7')
  expect(clientAddress('::ffff:10.1.2.3', '198.51.100.7')).toBe('198.51.100.7')
  expect(clientAddress('198.51.100.1', '203.0.113.9')).toBe('198.51.100.1')
  expect(clientAddress('10.1.2.3', undefined)).toBe('10.1.2.3')
})

it('does not know the address behind a local proxy that does not tell, nor without a socket', () => {
  expect(clientAddress('127.0.0.1', undefined)).toBeUndefined()
  expect(clientAddress('::1', null)).toBeUndefined()
  expect(clientAddress(undefined, '203.0.113.9')).toBeUndefined()
})

it('knows https from the public address, else from what the proxy says', () => {
  const forwarded = new Headers({ 'x-forwarded-proto': 'https' })
  expect(isSecureRequest(new Headers(), 'https://images.example.org')).toBe(true)
  expect(isSecureRequest(forwarded, 'http://images.example.org')).toBe(false)
  expect(isSecureRequest(forwarded, undefined)).toBe(true)
  expect(isSecureRequest(new Headers(), undefined)).toBe(false)
})
