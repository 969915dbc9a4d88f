import { invalid, isDomainError, notFound } from '../../domain/errors.ts'
import type { TokenDetails } from '../../identity/token-details.ts'
import { authWire, toAuthMethod, toAuthScope } from './auth-wire.ts'
import { buildCatalog } from './catalog.ts'
import {
  type IdentityContext,
  isAdministrator,
  notAllowed,
  readBody,
  signedIn,
  sourceOf,
  toTimestamp,
} from './edge.ts'

/** `POST /v3/auth/tokens` */
export async function issueToken(c: IdentityContext): Promise<Response> {
  const { auth } = await readBody(c, authWire)
  const request = { method: toAuthMethod(auth), scope: toAuthScope(auth), source: sourceOf(c) }
  const { token, info } = await c.var.runtime.identity.authenticate(request)
  c.header('X-Subject-Token', token)
  return c.json({ token: tokenWire(c, info) }, 201)
}

/** `GET` and `HEAD /v3/auth/tokens`: what the token in X-Subject-Token stands for. */
export async function validateToken(c: IdentityContext): Promise<Response> {
  const { subject, details } = await subjectOf(c)
  c.header('X-Subject-Token', subject)
  return c.json({ token: tokenWire(c, details) })
}

/** `DELETE /v3/auth/tokens` */
export async function revokeToken(c: IdentityContext): Promise<Response> {
  const { subject } = await subjectOf(c)
  await c.var.runtime.identity.revoke(subject)
  return c.body(null, 204)
}

/** Everybody may ask for their own tokens, administrators and services for all. @throws `not_found`, `forbidden` */
async function subjectOf(c: IdentityContext): Promise<{ subject: string; details: TokenDetails }> {
  const caller = await signedIn(c)
  const subject = c.req.header('x-subject-token')
  if (subject === undefined) {
    throw invalid('Send the token in question in X-Subject-Token.', 'X-Subject-Token')
  }
  const details = await inspectSubject(c, subject)
  const mayAskForOthers = isAdministrator(caller) || caller.roles.includes('service')
  if (!mayAskForOthers && details.userId !== caller.userId) throw notAllowed(c)
  return { subject, details }
}

async function inspectSubject(c: IdentityContext, subject: string): Promise<TokenDetails> {
  try {
    return await c.var.runtime.identity.tokens.inspect(subject)
  } catch (error) {
    // 404: the caller is known, it is the token in question that is not.
    if (isDomainError(error, 'unauthenticated')) throw notFound('token', 'like the one in X-Subject-Token')
    throw error
  }
}

function tokenWire(c: IdentityContext, info: TokenDetails) {
  const { applicationCredential } = info
  return {
    methods: info.methods,
    user: { ...info.user, password_expires_at: null },
    audit_ids: info.auditId === info.auditChainId ? [info.auditId] : [info.auditId, info.auditChainId],
    issued_at: toTimestamp(info.issuedAtMs),
    expires_at: toTimestamp(info.expiresAtMs),
    ...(info.project === null ? {} : { project: info.project, is_domain: false }),
    ...(info.domain === null ? {} : { domain: info.domain }),
    ...(info.roleRefs.length === 0 ? {} : { roles: info.roleRefs }),
    ...catalogOf(c, info),
    ...(applicationCredential === null
      ? {}
      : {
          application_credential: {
            id: applicationCredential.id,
            name: applicationCredential.name,
            restricted: applicationCredential.isRestricted,
          },
        }),
  }
}

/** Scoped tokens come with the catalog, unless the client does without. */
function catalogOf(c: IdentityContext, info: TokenDetails) {
  const isScoped = info.project !== null || info.domain !== null
  return isScoped && c.req.query('nocatalog') === undefined ? { catalog: buildCatalog(c) } : {}
}
