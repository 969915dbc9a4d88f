import { createHash } from 'node:crypto'
import type { Database } from '../db/database.ts'
import {
  findApplicationCredential,
  listApplicationCredentials,
} from '../db/identity-application-credentials.ts'
import { findDomain, findDomainByName } from '../db/identity-domains.ts'
import { findUser, findUserByName } from '../db/identity-users.ts'
import type { ApplicationCredentialRow, DomainRow, UserRow } from '../db/tables/identity.ts'
import { type Lockout, userSubject } from './lockout.ts'
import type { Passwords } from './passwords.ts'
import type { SourceLimit } from './source-limit.ts'

/** By id, or by a name. */
export type DomainRef = { readonly id: string } | { readonly name: string }
export type UserRef = { readonly id: string } | { readonly name: string; readonly domain: DomainRef }
export type CredentialLookup = { readonly id: string } | { readonly name: string; readonly user: UserRef }

interface SignInDeps {
  readonly database: Database
  readonly passwords: Passwords
  readonly lockout: Lockout
  readonly sources: SourceLimit
  readonly clock: () => number
}

/** Checks who somebody is. Every failure is counted and looks the same from outside. */
export interface SignInChecks {
  /** @returns undefined when user or password is wrong. @throws `too_many_attempts`, `unavailable` */
  password(user: UserRef, password: string, source?: string): Promise<UserRow | undefined>
  /** @returns undefined when it is unknown, expired, or the secret is wrong. @throws `too_many_attempts`, `unavailable` */
  applicationCredential(
    lookup: CredentialLookup,
    secret: string,
    source?: string,
  ): Promise<ApplicationCredentialRow | undefined>
}

export function createSignInChecks({
  database,
  passwords,
  lockout,
  sources,
  clock,
}: SignInDeps): SignInChecks {
  const db = database.kysely

  async function counted<T>(
    subject: string,
    source: string | undefined,
    attempt: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    sources.check(source)
    const result = await lockout.guard(subject, attempt)
    if (result === undefined) sources.countFailure(source)
    return result
  }

  return {
    async password(ref, password, source) {
      const user = await resolveUser(db, ref)
      return counted(user === undefined ? unknownSubject(ref) : userSubject(user.id), source, async () => {
        const isRight = await passwords.verify(user?.password_hash ?? null, password)
        return isRight && user?.is_enabled === 1 ? user : undefined
      })
    },
    async applicationCredential(lookup, secret, source) {
      const credential = await resolveCredential(db, lookup)
      const subject = credential === undefined ? unknownSubject(lookup) : `credential:${credential.id}`
      return counted(subject, source, async () => {
        const isRight = await passwords.verify(credential?.secret_hash ?? null, secret)
        const isExpired = (credential?.expires_at ?? Number.POSITIVE_INFINITY) <= clock()
        return isRight && !isExpired ? credential : undefined
      })
    },
  }
}

/** @returns undefined when there is none. */
export async function resolveDomain(db: Database['kysely'], ref: DomainRef): Promise<DomainRow | undefined> {
  return 'id' in ref ? findDomain(db, ref.id) : findDomainByName(db, ref.name)
}

async function resolveUser(db: Database['kysely'], ref: UserRef): Promise<UserRow | undefined> {
  if ('id' in ref) return findUser(db, ref.id)
  const domain = await resolveDomain(db, ref.domain)
  return domain === undefined ? undefined : findUserByName(db, domain.id, ref.name)
}

async function resolveCredential(
  db: Database['kysely'],
  lookup: CredentialLookup,
): Promise<ApplicationCredentialRow | undefined> {
  if ('id' in lookup) return (await findApplicationCredential(db, lookup.id))?.row
  const user = await resolveUser(db, lookup.user)
  return user === undefined ? undefined : (await listApplicationCredentials(db, user.id, lookup.name))[0]?.row
}

/** Names that nobody has are locked like others, or the lock would tell them apart. Hashed: it may be a mistyped secret. */
function unknownSubject(ref: UserRef | CredentialLookup): string {
  return `unknown:${createHash('sha256').update(JSON.stringify(ref)).digest('hex')}`
}
