import { decode } from 'next-auth/jwt'
import type { SessionDetails } from '../contract/session.ts'

const PLAIN = 'next-auth.session-token'
const SECURE = `__Secure-${PLAIN}`

/** What the session cookie holds, encrypted: next-auth's claims and ours. */
export interface SessionClaims {
  /** The identity token. It never reaches the page's scripts. */
  readonly identityToken: string
  readonly details: SessionDetails
}

/**
 * The identity token in the browser's session cookie.
 * @returns undefined when there is no such cookie, or it is not ours or over.
 */
export async function identityTokenFromCookie(
  cookieHeader: string | null | undefined,
  secret: string,
  publicUrl: string | undefined,
): Promise<string | undefined> {
  const sealed = readSessionCookie(cookieHeader ?? '', publicUrl)
  if (sealed === undefined) return undefined
  try {
    const claims: Partial<SessionClaims> | null = await decode({ token: sealed, secret })
    return claims?.identityToken
  } catch {
    // Forged, of an earlier secret, or expired: like no cookie at all.
    return undefined
  }
}

/** The sealed session. Where we are known to be on https, only the cookie counts that a page on http cannot plant. */
function readSessionCookie(cookieHeader: string, publicUrl: string | undefined): string | undefined {
  const cookies = parseCookies(cookieHeader)
  const secure = joinChunks(cookies, SECURE)
  return secure ?? (publicUrl?.startsWith('https:') === true ? undefined : joinChunks(cookies, PLAIN))
}

/** A large session comes in pieces: `name.0`, `name.1`, … */
function joinChunks(cookies: ReadonlyMap<string, string>, name: string): string | undefined {
  const whole = cookies.get(name)
  if (whole !== undefined) return whole
  let joined = ''
  for (let index = 0; ; index += 1) {
    const chunk = cookies.get(`${name}.${index}`)
    if (chunk === undefined) return joined === '' ? undefined : joined
    joined += chunk
  }
}

function parseCookies(header: string): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals).trim()
    // The session's value is base64url and dots: nothing to decode. Of two cookies, browsers send the nearer one first.
    if (equals > 0 && !cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim())
  }
  return cookies
}
