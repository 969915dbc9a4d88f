import type { SessionDetails } from '../contract/session.ts'
import type { SessionClaims } from './session-cookie.ts'

declare module 'next-auth' {
  interface Session extends SessionDetails {}
  /** What `authorize` hands to the `jwt` callback; it never leaves the server. */
  interface User extends SessionClaims {}
}

declare module 'next-auth/jwt' {
  interface JWT extends SessionClaims {}
}
