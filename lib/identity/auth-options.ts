import type { AuthOptions, LoggerInstance } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import type { Config } from '../config.ts'
import type { SessionDetails } from '../contract/session.ts'
import { isDomainError } from '../domain/errors.ts'
import type { IdentityPort, IssuedToken, TokenInfo } from '../domain/identity.ts'
import type { Log } from '../log.ts'
import { CLIENT_ADDRESS_HEADER } from './client-address.ts'
import type { SessionClaims } from './session-cookie.ts'

const SHORTEST_COOKIE_SECONDS = 12 * 3600

interface AuthOptionsDeps {
  readonly identity: IdentityPort
  readonly sessionSecret: string
  readonly config: Pick<Config, 'VITRINE_PUBLIC_URL' | 'VITRINE_TOKEN_SECONDS'>
  readonly log: Log
}

/**
 * Signing in with a browser, by next-auth. The session cookie is encrypted and holds the identity token; the page sees
 * only `SessionDetails`. The session lasts as long as its token, which is prolonged while the session is asked for, at
 * most to twelve hours from the sign-in. The cookie may outlive it, but is worth nothing then.
 * @param isSecure whether the browser reaches us over https: then cookies are `Secure` and named `__Secure-…`
 */
export function createAuthOptions(deps: AuthOptionsDeps, isSecure: boolean): AuthOptions {
  const maxAge = Math.max(deps.config.VITRINE_TOKEN_SECONDS, SHORTEST_COOKIE_SECONDS)
  return {
    secret: deps.sessionSecret,
    useSecureCookies: isSecure,
    session: { strategy: 'jwt', maxAge },
    jwt: { maxAge },
    pages: { signIn: '/login', signOut: '/login', error: '/login' },
    providers: [passwordProvider(deps)],
    callbacks: {
      jwt: ({ token, user, trigger, session }) => {
        if (user) return { ...token, identityToken: user.identityToken, details: user.details }
        return trigger === 'update' ? changeProject(deps, token, session) : refresh(deps, token)
      },
      session: ({ session, token }) => ({ ...session, ...token.details, expires: token.details.expiresAt }),
    },
    events: {
      signOut: ({ token }) => deps.identity.revoke(token.identityToken),
    },
    logger: createAuthLogger(deps.log),
  }
}

function passwordProvider({ identity, log }: AuthOptionsDeps): AuthOptions['providers'][number] {
  return Credentials({
    name: 'password',
    credentials: { userName: {}, domain: {}, password: { type: 'password' } },
    async authorize(credentials, request) {
      const source: unknown = request.headers?.[CLIENT_ADDRESS_HEADER]
      try {
        const issued = await identity.signIn({
          userName: text(credentials?.userName),
          domain: text(credentials?.domain),
          password: text(credentials?.password),
          ...(typeof source === 'string' ? { source } : {}),
        })
        return { id: issued.info.userId, ...claimsOf(issued) }
      } catch (error) {
        // The page shows this message beside the form.
        if (isDomainError(error)) throw new Error(error.message, { cause: error })
        log.error({ err: error }, 'signing in failed')
        throw new Error('Signing in does not work at the moment. Try again in a minute.', { cause: error })
      }
    },
  })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function claimsOf({ token, info }: IssuedToken): SessionClaims {
  return { identityToken: token, details: toSessionDetails(info) }
}

function toSessionDetails(info: TokenInfo): SessionDetails {
  const { projectId, projectName, projectDomainId } = info
  return {
    user: { id: info.userId, name: info.userName, domainId: info.userDomainId },
    project:
      projectId === null || projectName === null || projectDomainId === null
        ? null
        : { id: projectId, name: projectName, domainId: projectDomainId },
    roles: info.roles,
    expiresAt: new Date(info.expiresAtMs).toISOString(),
  }
}

/** @throws when the token is over: next-auth then removes the cookie and answers that there is no session. */
async function refresh({ identity }: AuthOptionsDeps, claims: JWT): Promise<JWT> {
  try {
    return { ...claims, details: toSessionDetails(await identity.renew(claims.identityToken)) }
  } catch (error) {
    if (isDomainError(error, 'unauthenticated')) throw error
    // Identity does not answer: nobody is signed out for that.
    return claims
  }
}

/** The project stays as it is when the user may not go there; the page sees it from the answer. */
async function changeProject(deps: AuthOptionsDeps, claims: JWT, change: unknown): Promise<JWT> {
  const projectId =
    typeof change === 'object' && change !== null && 'projectId' in change ? change.projectId : undefined
  if (typeof projectId !== 'string' || projectId === claims.details.project?.id) return refresh(deps, claims)
  try {
    // The token before stays valid: requests that are under way still carry it. Signing out ends both.
    return { ...claims, ...claimsOf(await deps.identity.rescope(claims.identityToken, projectId)) }
  } catch (error) {
    if (isDomainError(error, 'forbidden')) return refresh(deps, claims)
    throw error
  }
}

/** Codes and messages only: what next-auth adds to them may hold cookies, and anybody may post to its `_log`. */
function createAuthLogger(log: Log): Partial<LoggerInstance> {
  return {
    error(code, metadata) {
      const error = metadata instanceof Error ? metadata : metadata.error
      if (!(error instanceof Error)) return
      // An ended session is daily life.
      if (code === 'JWT_SESSION_ERROR') log.debug({ code }, 'a browser session has ended')
      else log.error({ code, reason: error.message }, 'next-auth failed')
    },
    warn: (code) => log.debug({ code }, 'next-auth warns'),
    debug: () => {},
  }
}
