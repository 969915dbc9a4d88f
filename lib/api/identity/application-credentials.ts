import { z } from 'zod'
import { invalid } from '../../domain/errors.ts'
import {
  type ApplicationCredential,
  createApplicationCredential,
  deleteApplicationCredential,
  getApplicationCredential,
  listApplicationCredentials,
} from '../../identity/directory/application-credentials.ts'
import {
  administratorOrUser,
  type IdentityContext,
  link,
  notAllowed,
  readBody,
  signedIn,
  toTimestamp,
} from './edge.ts'
import { param, wholeLinks } from './lists.ts'

const roleRef = z.union([z.object({ id: z.string() }), z.object({ name: z.string() })], {
  error: 'give each role by id or by name',
})
const newCredential = z.object({
  application_credential: z.object({
    name: z.string().min(1).max(255),
    description: z.string().nullish(),
    roles: z.array(roleRef).optional(),
    secret: z.string().min(1).max(4096).nullish(),
    unrestricted: z.boolean().nullish(),
    expires_at: z.string().nullish(),
    // To ignore them would make a key that opens more than was asked for.
    access_rules: z.array(z.unknown()).max(0, { error: 'access rules are not offered here' }).nullish(),
  }),
})

/** Keystone writes this one time without a zone, and gophercloud reads it only so. */
function toZonelessTimestamp(ms: number): string {
  return toTimestamp(ms).slice(0, -1)
}

function toWire(c: IdentityContext, credential: ApplicationCredential) {
  return {
    id: credential.id,
    name: credential.name,
    description: credential.description,
    user_id: credential.userId,
    project_id: credential.projectId,
    roles: credential.roles.map((role) => ({ ...role, domain_id: null })),
    unrestricted: credential.isUnrestricted,
    expires_at: credential.expiresAtMs === null ? null : toZonelessTimestamp(credential.expiresAtMs),
    system: null,
    links: { self: link(c, `/users/${credential.userId}/application_credentials/${credential.id}`) },
  }
}

/** `GET /v3/users/{user}/application_credentials` */
export async function listCredentials(c: IdentityContext): Promise<Response> {
  const userId = param(c, 'id')
  await administratorOrUser(c, userId)
  const credentials = await listApplicationCredentials(c.var.runtime.identity, userId, c.req.query('name'))
  return c.json({
    application_credentials: credentials.map((credential) => toWire(c, credential)),
    links: wholeLinks(c),
  })
}

/** `POST /v3/users/{user}/application_credentials`: for oneself alone. */
export async function addCredential(c: IdentityContext): Promise<Response> {
  const caller = await signedIn(c)
  if (caller.userId !== param(c, 'id')) throw notAllowed(c)
  const { application_credential: wanted } = await readBody(c, newCredential)
  const { credential, secret } = await createApplicationCredential(c.var.runtime.identity, caller, {
    name: wanted.name,
    description: wanted.description ?? null,
    roles: wanted.roles,
    secret: wanted.secret ?? undefined,
    isUnrestricted: wanted.unrestricted ?? false,
    expiresAtMs: wanted.expires_at == null ? null : toMs(wanted.expires_at),
  })
  return c.json({ application_credential: { ...toWire(c, credential), secret } }, 201)
}

/** ISO 8601; without a zone it is UTC. */
function toMs(text: string): number {
  const ms = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`)
  if (Number.isNaN(ms)) {
    throw invalid(
      'expires_at must be a time like 2030-01-31T12:00:00.000000.',
      'application_credential.expires_at',
    )
  }
  return ms
}

/** `GET /v3/users/{user}/application_credentials/{id}` */
export async function showCredential(c: IdentityContext): Promise<Response> {
  const userId = param(c, 'id')
  await administratorOrUser(c, userId)
  const credential = await getApplicationCredential(c.var.runtime.identity, userId, param(c, 'credentialId'))
  return c.json({ application_credential: toWire(c, credential) })
}

/** `DELETE /v3/users/{user}/application_credentials/{id}` */
export async function removeCredential(c: IdentityContext): Promise<Response> {
  const userId = param(c, 'id')
  const caller = await administratorOrUser(c, userId)
  await deleteApplicationCredential(c.var.runtime.identity, caller, userId, param(c, 'credentialId'))
  return c.body(null, 204)
}

/** `GET /v3/users/{user}/access_rules`: there are none. */
export async function listAccessRules(c: IdentityContext): Promise<Response> {
  await administratorOrUser(c, param(c, 'id'))
  return c.json({ access_rules: [], links: wholeLinks(c) })
}
