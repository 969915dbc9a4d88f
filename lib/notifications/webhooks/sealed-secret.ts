import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Webhooks' secrets lie in the database; who has read that alone cannot sign. */
export interface SecretSeal {
  seal(text: string): string
  /** @throws Error when it was sealed with another key, or is damaged */
  open(sealed: string): string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** @param key The service's own secret, the same on every node */
export function createSecretSeal(key: string): SecretSeal {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'vitrine webhook secrets', 32))
  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', derived, nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', derived, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([
        decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString()
    },
  }
}
