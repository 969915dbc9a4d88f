import type { Context } from 'hono'
import type { z } from 'zod'
import { DomainError, forbidden, invalid } from '../../domain/errors.ts'
import { clientAddress } from '../../identity/client-address.ts'
import { tokenOfRequest } from '../../identity/request-context.ts'
import type { TokenDetails } from '../../identity/token-details.ts'
import type { Runtime } from '../../runtime.ts'
import { type ApiEnv, nodeSide } from '../api-env.ts'
import { readJson } from '../bodies.ts'

/** What the identity API needs of the runtime. */
export type IdentityRuntime = Pick<Runtime, 'config' | 'log' | 'identity' | 'sessionSecret'>

export interface IdentityEnv {
  Bindings: ApiEnv['Bindings']
  Variables: {
    runtime: IdentityRuntime
    /** Set by the edge around this one. */
    requestId?: string
  }
}

export type IdentityContext = Context<IdentityEnv>

/** The token that the caller speaks with. @throws `unauthenticated`, `forbidden` another site's page */
export async function callerToken(c: IdentityContext): Promise<string> {
  const token = await tokenOfRequest(c.req.raw, c.var.runtime)
  if (token === undefined)
    throw new DomainError('unauthenticated', 'The request you have made requires authentication.')
  return token
}

/** Whoever is signed in. @throws `unauthenticated`, `forbidden` another site's page */
export async function signedIn(c: IdentityContext): Promise<TokenDetails> {
  return c.var.runtime.identity.tokens.inspect(await callerToken(c))
}

/** @throws `unauthenticated`, `forbidden` not an administrator */
export async function administrator(c: IdentityContext): Promise<TokenDetails> {
  const caller = await signedIn(c)
  if (!isAdministrator(caller)) throw notAllowed(c)
  return caller
}

/** Administrators may do everything, others only what is their own. @throws `unauthenticated`, `forbidden` */
export async function administratorOrUser(c: IdentityContext, userId: string): Promise<TokenDetails> {
  const caller = await signedIn(c)
  if (!isAdministrator(caller) && caller.userId !== userId) throw notAllowed(c)
  return caller
}

export function isAdministrator(caller: TokenDetails): boolean {
  return caller.roles.includes('admin')
}

export function notAllowed(c: IdentityContext): DomainError {
  return forbidden(
    `You are not authorized to perform the requested action: ${c.req.method} ${c.req.path} needs the role admin.`,
  )
}

/** Where clients reach us: the setting, else where this request went. */
export function origin(c: IdentityContext): string {
  return c.var.runtime.config.VITRINE_PUBLIC_URL ?? new URL(c.req.url).origin
}

/** The address of something in the identity API. */
export function link(c: IdentityContext, path: string): string {
  return `${origin(c)}/identity/v3${path}`
}

/** The caller's address; unknown where no socket is at hand (in process, or mounted in Next). */
export function sourceOf(c: IdentityContext): string | undefined {
  return clientAddress(nodeSide(c).incoming?.socket.remoteAddress, c.req.header('x-forwarded-for'))
}

/**
 * The body, checked. Unknown attributes pass.
 * @throws `invalid` that names the field; `over_limit`; `interrupted`
 */
export async function readBody<Schema extends z.ZodType>(
  c: IdentityContext,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await readJson(c))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || 'body'
  throw invalid(
    `The request body is not valid at ${field}: ${issue?.message ?? 'not what is expected'}.`,
    field,
  )
}

/** Keystone's times: ISO 8601 in UTC with microseconds. */
export function toTimestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z')
}
