import type { Database } from '../db/database.ts'
import type { RoleTarget } from '../db/identity-assignments.ts'
import {
  deleteExpiredTokens,
  deleteToken,
  deleteTokenChain,
  findToken,
  insertToken,
  updateTokenExpiry,
} from '../db/identity-tokens.ts'
import type { TokenRow } from '../db/tables/identity.ts'
import { DomainError } from '../domain/errors.ts'
import { createTokenCache } from './token-cache.ts'
import { describeToken, type TokenDetails } from './token-details.ts'
import { hashToken, newAuditId, newToken } from './token-secrets.ts'

/** How long another node may go on accepting a token that has been revoked here. */
export const VALIDATION_FRESH_MS = 3_000

export interface TokenRequest {
  readonly userId: string
  readonly methods: readonly string[]
  /** null: unscoped. */
  readonly target: RoleTarget | null
  /** The token that proved who the user is: the new one ends when it does. */
  readonly parent?: TokenDetails
  readonly applicationCredentialId?: string
  /** Not after this, whatever the usual life is. */
  readonly expiresAtMs?: number | null
  readonly renewableUntilMs?: number
}

export interface IssuedDetails {
  readonly token: string
  readonly info: TokenDetails
}

/** Issues, checks and ends tokens. */
export interface Tokens {
  /** @returns undefined when the user has no role there, or one of them is disabled or gone. */
  issue(request: TokenRequest): Promise<IssuedDetails | undefined>
  /** @throws `unauthenticated` unknown, expired, revoked, or without effect any more */
  inspect(token: string): Promise<TokenDetails>
  /** Prolongs a browser's session when less than half of a life is left. @throws as `inspect` */
  renew(token: string): Promise<TokenDetails>
  /** Ends the token. A browser's session ends whole, with all tokens since its sign-in. */
  revoke(token: string): Promise<void>
  /** After any change of users, projects, domains or roles. */
  forgetAnswers(): void
  /** @returns how many expired ones were removed. */
  purge(): Promise<number>
}

interface TokensDeps {
  readonly database: Database
  readonly lifeMs: number
  readonly clock: () => number
}

export function createTokens({ database, lifeMs, clock }: TokensDeps): Tokens {
  const db = database.kysely
  const cache = createTokenCache<TokenDetails>(VALIDATION_FRESH_MS, clock)

  async function look(id: string): Promise<TokenDetails> {
    const row = await findToken(db, id)
    const details = row === undefined || row.expires_at <= clock() ? undefined : await describeToken(db, row)
    if (details === undefined) throw invalidToken()
    return details
  }

  async function inspect(token: string): Promise<TokenDetails> {
    const id = hashToken(token)
    const details = await cache.get(id, () => look(id))
    if (details.expiresAtMs <= clock()) throw invalidToken()
    return details
  }

  return {
    inspect,
    async issue(request) {
      const token = newToken()
      const row = newRow(hashToken(token), request, clock(), lifeMs)
      const info = row.expires_at > clock() ? await describeToken(db, row) : undefined
      if (info === undefined) return undefined
      await insertToken(db, row)
      return { token, info }
    },
    async renew(token) {
      const details = await inspect(token)
      const expiresAtMs = Math.min(clock() + lifeMs, details.renewableUntilMs ?? 0)
      if (details.expiresAtMs - clock() >= lifeMs / 2 || expiresAtMs <= details.expiresAtMs) return details
      await updateTokenExpiry(db, details.id, expiresAtMs)
      cache.forget(details.id)
      return inspect(token)
    },
    async revoke(token) {
      const row = await findToken(db, hashToken(token))
      if (row === undefined) return
      if (row.renewable_until === null) await deleteToken(db, row.id)
      else await deleteTokenChain(db, row.audit_chain_id)
      cache.clear()
    },
    forgetAnswers: () => cache.clear(),
    purge: () => deleteExpiredTokens(db, clock()),
  }
}

function newRow(id: string, request: TokenRequest, nowMs: number, lifeMs: number): TokenRow {
  const auditId = newAuditId()
  const { parent, target } = request
  return {
    id,
    user_id: request.userId,
    project_id: target?.kind === 'project' ? target.id : null,
    domain_id: target?.kind === 'domain' ? target.id : null,
    application_credential_id: request.applicationCredentialId ?? null,
    methods: [...new Set(request.methods)].join(','),
    audit_id: auditId,
    audit_chain_id: parent?.auditChainId ?? auditId,
    issued_at: nowMs,
    expires_at: Math.min(
      parent?.expiresAtMs ?? nowMs + lifeMs,
      request.expiresAtMs ?? Number.MAX_SAFE_INTEGER,
    ),
    renewable_until: request.renewableUntilMs ?? null,
  }
}

/** The same words for every reason, so that they tell nothing. */
function invalidToken(): DomainError {
  return new DomainError(
    'unauthenticated',
    'The token is not valid: it has ended, was revoked or never existed. Sign in again.',
  )
}
