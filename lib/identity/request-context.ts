import type { Context } from '../domain/context.ts'
import { DomainError, forbidden } from '../domain/errors.ts'
import type { IdentityPort, TokenInfo } from '../domain/identity.ts'
import { identityTokenFromCookie } from './session-cookie.ts'

/** The part of a request that says who asks: a web `Request` has it. */
export interface RequestHead {
  readonly method: string
  readonly headers: { get(name: string): string | null | undefined }
}

/** What it takes to know who asks. A `Runtime` has it. */
export interface RequestAuthentication {
  readonly identity: Pick<IdentityPort, 'validateToken'>
  readonly sessionSecret: string
  readonly config: { readonly VITRINE_PUBLIC_URL?: string | undefined }
}

/**
 * Who asks: by `X-Auth-Token`, else by the browser's session cookie. A service that asks in a user's name shows its own
 * token in `X-Service-Token`.
 * @throws `unauthenticated` nobody, or a token that is over; `forbidden` another site's page used the cookie;
 *   `unavailable` identity does not answer
 */
export async function authenticateRequest(
  request: RequestHead,
  deps: RequestAuthentication,
  requestId: string,
): Promise<Context> {
  const token = await tokenOfRequest(request, deps)
  if (token === undefined) {
    throw new DomainError('unauthenticated', 'Sign in first: send a token in X-Auth-Token.', {
      field: 'X-Auth-Token',
    })
  }
  const [info, serviceRoles] = await Promise.all([
    deps.identity.validateToken(token),
    serviceRolesOf(request, deps.identity),
  ])
  const ctx = contextFromToken(info, requestId)
  return serviceRoles === undefined ? ctx : { ...ctx, serviceRoles }
}

/**
 * Only a token with the role service says something here: with any other, somebody could put the roles of two of his
 * projects together.
 */
async function serviceRolesOf(
  request: RequestHead,
  identity: RequestAuthentication['identity'],
): Promise<readonly string[] | undefined> {
  const token = request.headers.get('x-service-token')
  if (!token) return undefined
  const { roles } = await identity.validateToken(token)
  if (roles.includes('service')) return roles
  throw new DomainError('unauthenticated', 'The token in X-Service-Token must have the role service.', {
    field: 'X-Service-Token',
  })
}

/** The identity token that came with the request. @throws `forbidden` another site's page used the cookie */
export async function tokenOfRequest(
  request: RequestHead,
  { sessionSecret, config }: Pick<RequestAuthentication, 'sessionSecret' | 'config'>,
): Promise<string | undefined> {
  const header = request.headers.get('x-auth-token')
  if (header) return header
  const token = await identityTokenFromCookie(
    request.headers.get('cookie'),
    sessionSecret,
    config.VITRINE_PUBLIC_URL,
  )
  if (token !== undefined) assertOwnPage(request, config.VITRINE_PUBLIC_URL)
  return token
}

function contextFromToken(info: TokenInfo, requestId: string): Context {
  return {
    userId: info.userId,
    userName: info.userName,
    projectId: info.projectId,
    projectName: info.projectName,
    roles: info.roles,
    requestId,
    expiresAtMs: info.expiresAtMs,
  }
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A browser attaches the cookie to other sites' requests, too; those are not the user's will. Browsers say where a
 * request comes from in Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/); those that do not send it, or not over
 * plain http, say it in Origin.
 */
function assertOwnPage(request: RequestHead, publicUrl: string | undefined): void {
  const isSafe = SAFE_METHODS.has(request.method)
  const site = request.headers.get('sec-fetch-site')
  const isOwn = site
    ? site === 'same-origin' || (site === 'none' && isSafe)
    : isSafe || isOwnOrigin(request, publicUrl)
  if (!isOwn) {
    throw forbidden(
      'The request comes from another site. With a browser session, only pages of this service may send it.',
    )
  }
}

/** Without the scheme, since a proxy may speak https for us. */
function isOwnOrigin(request: RequestHead, publicUrl: string | undefined): boolean {
  const origin = request.headers.get('origin')
  if (!origin || !URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === request.headers.get('host') || (publicUrl !== undefined && host === new URL(publicUrl).host)
}
