import type { Database } from '../db/database.ts'
import { findUser } from '../db/identity-users.ts'
import type { UserRow } from '../db/tables/identity.ts'
import { DomainError, forbidden } from '../domain/errors.ts'
import { type AuthScope, resolveScope } from './scopes.ts'
import type { CredentialLookup, SignInChecks, UserRef } from './sign-in.ts'
import type { IssuedDetails, Tokens } from './tokens.ts'

/** How somebody proves who they are. */
export type AuthMethod =
  | { readonly kind: 'password'; readonly user: UserRef; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'application_credential'; readonly lookup: CredentialLookup; readonly secret: string }

export interface AuthRequest {
  readonly method: AuthMethod
  readonly scope: AuthScope
  /** The caller's address, to slow down guessing. */
  readonly source?: string | undefined
}

interface AuthenticateDeps {
  readonly database: Database
  readonly tokens: Tokens
  readonly checks: SignInChecks
}

/**
 * Keystone's `POST /v3/auth/tokens`.
 * @throws `unauthenticated` for every reason, in the same words; `forbidden` a restricted token asks for another scope;
 *   `too_many_attempts`; `unavailable`
 */
export async function authenticate(deps: AuthenticateDeps, request: AuthRequest): Promise<IssuedDetails> {
  const { method } = request
  const issued =
    method.kind === 'password'
      ? await byPassword(deps, method, request)
      : method.kind === 'token'
        ? await byToken(deps, method.token, request.scope)
        : await byApplicationCredential(deps, method, request)
  if (issued === undefined) throw wrongCredentials()
  return issued
}

type MethodOf<Kind extends AuthMethod['kind']> = Extract<AuthMethod, { kind: Kind }>

async function byPassword(
  { database, tokens, checks }: AuthenticateDeps,
  method: MethodOf<'password'>,
  { scope, source }: AuthRequest,
): Promise<IssuedDetails | undefined> {
  const user = await checks.password(method.user, method.password, source)
  if (user === undefined) return undefined
  const target = await resolveScope(database.kysely, user, scope)
  return target === undefined ? undefined : tokens.issue({ userId: user.id, methods: ['password'], target })
}

async function byToken(
  { database, tokens }: AuthenticateDeps,
  token: string,
  scope: AuthScope,
): Promise<IssuedDetails | undefined> {
  const parent = await tokens.inspect(token)
  // An application credential is made for one project; its token leads nowhere else.
  if (parent.applicationCredential !== null)
    throw forbidden('A token of an application credential cannot change its scope.')
  const user = (await findUser(database.kysely, parent.userId)) as UserRow
  const target = await resolveScope(database.kysely, user, scope)
  if (target === undefined) return undefined
  return tokens.issue({ userId: parent.userId, methods: [...parent.methods, 'token'], target, parent })
}

async function byApplicationCredential(
  { tokens, checks }: AuthenticateDeps,
  method: MethodOf<'application_credential'>,
  { scope, source }: AuthRequest,
): Promise<IssuedDetails | undefined> {
  if (scope.kind !== 'default') {
    throw new DomainError('unauthenticated', 'An application credential has its own scope: ask for none.')
  }
  const credential = await checks.applicationCredential(method.lookup, method.secret, source)
  if (credential === undefined) return undefined
  return tokens.issue({
    userId: credential.user_id,
    methods: ['application_credential'],
    target: { kind: 'project', id: credential.project_id },
    applicationCredentialId: credential.id,
    expiresAtMs: credential.expires_at,
  })
}

/** Says nothing of what was wrong: neither whether the user exists nor whether the project does. */
export function wrongCredentials(): DomainError {
  return new DomainError('unauthenticated', 'The request you have made requires authentication.')
}
