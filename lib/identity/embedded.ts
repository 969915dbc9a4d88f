import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { UserRow } from '../db/tables/identity.ts'
import { DomainError, forbidden } from '../domain/errors.ts'
import type { IdentityPort, PasswordSignIn } from '../domain/identity.ts'
import type { Log } from '../log.ts'
import { type AuthRequest, authenticate, wrongCredentials } from './authenticate.ts'
import { createLockout } from './lockout.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { homeTarget, projectsOfUser } from './scopes.ts'
import { createSignInChecks, type DomainRef, resolveDomain, type SignInChecks } from './sign-in.ts'
import { createSourceLimit } from './source-limit.ts'
import type { TokenDetails } from './token-details.ts'
import { createTokens, type IssuedDetails, type Tokens } from './tokens.ts'

/** A browser's session is prolonged while it is used, but not beyond this from the sign-in. */
const LONGEST_SESSION_MS = 12 * 3600_000
const PURGE_EVERY_MS = 3600_000

/** The built-in identity: the port, and what its Keystone-compatible API needs besides. */
export interface EmbeddedIdentity extends IdentityPort {
  readonly database: Database
  readonly tokens: Tokens
  readonly passwords: Passwords
  readonly clock: () => number
  validateToken(token: string): Promise<TokenDetails>
  /** @throws as `authenticate` in authenticate.ts */
  authenticate(request: AuthRequest): Promise<IssuedDetails>
  /** @throws `unauthenticated` the password is not the user's; `too_many_attempts`; `unavailable` */
  assertPassword(userId: string, password: string, source: string | undefined): Promise<void>
  /** Removes what has expired. Also runs by itself, hourly. @returns how many tokens went. */
  purgeExpired(): Promise<number>
  /** Ends the hourly work. */
  close(): void
}

interface EmbeddedIdentityDeps {
  readonly database: Database
  readonly config: Pick<Config, 'VITRINE_TOKEN_SECONDS'>
  readonly clock: () => number
  readonly log: Log
}

/**
 * Revoking in this process takes effect at once. Other nodes remember an answer about a token for up to three seconds
 * (`VALIDATION_FRESH_MS`), so that a request does not cost several questions to the database.
 */
export function createEmbeddedIdentity({
  database,
  config,
  clock,
  log,
}: EmbeddedIdentityDeps): EmbeddedIdentity {
  const lifeMs = config.VITRINE_TOKEN_SECONDS * 1000
  const tokens = createTokens({ database, lifeMs, clock })
  const passwords = createPasswords()
  const lockout = createLockout(database, clock)
  const checks = createSignInChecks({
    database,
    passwords,
    lockout,
    sources: createSourceLimit(clock),
    clock,
  })

  async function purgeExpired(): Promise<number> {
    await lockout.purge()
    return tokens.purge()
  }
  const timer = setInterval(() => {
    purgeExpired().catch((error: unknown) => log.error({ err: error }, 'expired tokens could not be removed'))
  }, PURGE_EVERY_MS).unref()

  return {
    database,
    tokens,
    passwords,
    clock,
    validateToken: tokens.inspect,
    authenticate: (request) => authenticate({ database, tokens, checks }, request),
    async assertPassword(userId, password, source) {
      if ((await checks.password({ id: userId }, password, source)) === undefined) throw wrongCredentials()
    },
    signIn: (credentials) => signIn({ database, tokens, checks, clock, lifeMs }, credentials),
    rescope: (token, projectId) => rescope(tokens, token, projectId),
    renew: tokens.renew,
    revoke: tokens.revoke,
    async listProjects(token) {
      const { userId, applicationCredential, projectId } = await tokens.inspect(token)
      const projects = await projectsOfUser(database.kysely, userId)
      return applicationCredential === null
        ? projects
        : projects.filter((project) => project.id === projectId)
    },
    purgeExpired,
    close: () => clearInterval(timer),
  }
}

interface SignInParts {
  readonly database: Database
  readonly tokens: Tokens
  readonly checks: SignInChecks
  readonly clock: () => number
  readonly lifeMs: number
}

async function signIn(parts: SignInParts, credentials: PasswordSignIn): Promise<IssuedDetails> {
  const { database, tokens, checks, clock, lifeMs } = parts
  const domain = await domainNamed(database, credentials.domain)
  const user = await checks.password(
    { name: credentials.userName, domain },
    credentials.password,
    credentials.source,
  )
  const issued =
    user && (await issueHome(database, tokens, user, clock() + Math.max(LONGEST_SESSION_MS, lifeMs)))
  if (issued === undefined)
    throw new DomainError('unauthenticated', 'The user name or the password is wrong.')
  return issued
}

async function issueHome(
  database: Database,
  tokens: Tokens,
  user: UserRow,
  renewableUntilMs: number,
): Promise<IssuedDetails | undefined> {
  const target = await homeTarget(database.kysely, user)
  return tokens.issue({ userId: user.id, methods: ['password'], target, renewableUntilMs })
}

/** People type a name; programs may give an id. */
async function domainNamed(database: Database, nameOrId: string | undefined): Promise<DomainRef> {
  if (nameOrId === undefined || nameOrId === '') return { id: 'default' }
  const named = await resolveDomain(database.kysely, { name: nameOrId })
  return { id: named?.id ?? nameOrId }
}

async function rescope(tokens: Tokens, token: string, projectId: string): Promise<IssuedDetails> {
  const parent = await tokens.inspect(token)
  if (parent.applicationCredential !== null)
    throw forbidden('A token of an application credential cannot change its scope.')
  const issued = await tokens.issue({
    userId: parent.userId,
    methods: [...parent.methods, 'token'],
    target: { kind: 'project', id: projectId },
    parent,
    ...(parent.renewableUntilMs === null ? {} : { renewableUntilMs: parent.renewableUntilMs }),
  })
  if (issued === undefined)
    throw forbidden(`You have no role on the project ${projectId}. Ask an administrator for one.`)
  return issued
}
