import { createHash, randomBytes, randomUUID } from 'node:crypto'

const TOKEN_BYTES = 32
const AUDIT_ID_BYTES = 16

/** A new token: 256 random bits, with a beginning by which secret scanners can know it. */
export function newToken(): string {
  return `vt-${randomBytes(TOKEN_BYTES).toString('base64url')}`
}

/** What we keep of a token. A fast hash is enough: the token itself is too random to be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Names a token in lists of events without being usable as one. */
export function newAuditId(): string {
  return randomBytes(AUDIT_ID_BYTES).toString('base64url')
}

/** In Keystone's form: a UUID without dashes. */
export function newId(): string {
  return randomUUID().replaceAll('-', '')
}

/** For people to copy once: 120 random bits. */
export function newPassword(): string {
  return randomBytes(15).toString('base64url')
}
