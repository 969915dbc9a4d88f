import { createDecipheriv } from 'node:crypto'

const BLOCK = 16
const CIPHERS: Readonly<Record<number, string>> = { 16: 'aes-128-cbc', 24: 'aes-192-cbc', 32: 'aes-256-cbc' }

/** A location that is no URL: Glance encrypts them where its `metadata_encryption_key` is set. */
export function looksEncrypted(value: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:\/\//i.test(value)
}

/**
 * The URL from what Glance wrote with its `metadata_encryption_key`: AES-CBC behind its initialisation vector, in base64
 * for URLs; a zero byte and chance fill the last block. Null when the key is another one.
 */
export function decryptLocation(value: string, key: string): string | null {
  const keyBytes = Buffer.from(key, 'utf8')
  const cipher = CIPHERS[keyBytes.length]
  const bytes = Buffer.from(value, 'base64url')
  if (cipher === undefined || bytes.length < 2 * BLOCK || bytes.length % BLOCK !== 0) return null
  const decipher = createDecipheriv(cipher, keyBytes, bytes.subarray(0, BLOCK)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes.subarray(BLOCK)), decipher.final()])
  const text = padded.subarray(0, Math.max(padded.lastIndexOf(0), 0)).toString('utf8')
  return looksEncrypted(text) ? null : text
}
