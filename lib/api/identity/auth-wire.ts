import { z } from 'zod'
import { DomainError, invalid } from '../../domain/errors.ts'
import type { AuthMethod } from '../../identity/authenticate.ts'
import type { AuthScope, ProjectLookup } from '../../identity/scopes.ts'
import type { CredentialLookup, DomainRef, UserRef } from '../../identity/sign-in.ts'

const ref = { id: z.string().min(1).optional(), name: z.string().min(1).max(255).optional() }
const domainWire = z.object(ref)
const userWire = z.object({ ...ref, domain: domainWire.optional() })
const projectWire = z.object({ ...ref, domain: domainWire.optional() })

/** The body of `POST /v3/auth/tokens`. */
export const authWire = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).min(1),
      password: z.object({ user: userWire.extend({ password: z.string() }) }).optional(),
      token: z.object({ id: z.string() }).optional(),
      application_credential: z.object({ ...ref, secret: z.string(), user: userWire.optional() }).optional(),
    }),
    scope: z
      .union([
        z.literal('unscoped'),
        z.object({
          project: projectWire.optional(),
          domain: domainWire.optional(),
          unscoped: z.object({}).optional(),
          system: z.unknown().optional(),
        }),
      ])
      .optional(),
  }),
})

type AuthWire = z.output<typeof authWire>['auth']

/** @throws `invalid` naming what is missing; `unauthenticated` a method that we do not offer */
export function toAuthMethod({ identity }: AuthWire): AuthMethod {
  const [method] = identity.methods
  if (identity.methods.length !== 1) {
    throw invalid('Send exactly one authentication method in auth.identity.methods.', 'auth.identity.methods')
  }
  if (method === 'password' && identity.password) {
    const { password, ...user } = identity.password.user
    return { kind: 'password', user: toUserRef(user, 'auth.identity.password.user'), password }
  }
  if (method === 'token' && identity.token) return { kind: 'token', token: identity.token.id }
  if (method === 'application_credential' && identity.application_credential) {
    const { secret, ...lookup } = identity.application_credential
    return { kind: 'application_credential', lookup: toCredentialLookup(lookup), secret }
  }
  if (method === 'password' || method === 'token' || method === 'application_credential')
    throw missing(`auth.identity.${method}`)
  throw new DomainError('unauthenticated', `The authentication method ${method} is not offered here.`)
}

/** @throws `invalid` naming what is missing */
export function toAuthScope({ scope }: AuthWire): AuthScope {
  if (scope === undefined) return { kind: 'default' }
  if (scope === 'unscoped' || scope.unscoped !== undefined) return { kind: 'unscoped' }
  if (scope.system !== undefined)
    throw invalid('auth.scope.system is not offered here: scope the token to a project.', 'auth.scope.system')
  if (scope.project && scope.domain)
    throw invalid('auth.scope must name a project or a domain, not both.', 'auth.scope')
  if (scope.project) return { kind: 'project', project: toProjectLookup(scope.project) }
  if (scope.domain) return { kind: 'domain', domain: toDomainRef(scope.domain, 'auth.scope.domain') }
  throw missing('auth.scope.project')
}

function toDomainRef({ id, name }: z.output<typeof domainWire>, field: string): DomainRef {
  if (id !== undefined) return { id }
  if (name !== undefined) return { name }
  throw missing(`${field}.id`)
}

function toUserRef({ id, name, domain }: z.output<typeof userWire>, field: string): UserRef {
  if (id !== undefined) return { id }
  if (name === undefined) throw missing(`${field}.name`)
  if (domain === undefined) throw missing(`${field}.domain`)
  return { name, domain: toDomainRef(domain, `${field}.domain`) }
}

function toProjectLookup({ id, name, domain }: z.output<typeof projectWire>): ProjectLookup {
  if (id !== undefined) return { id }
  if (name === undefined) throw missing('auth.scope.project.name')
  if (domain === undefined) throw missing('auth.scope.project.domain')
  return { name, domain: toDomainRef(domain, 'auth.scope.project.domain') }
}

interface CredentialWire {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly user?: z.output<typeof userWire> | undefined
}

function toCredentialLookup({ id, name, user }: CredentialWire): CredentialLookup {
  const field = 'auth.identity.application_credential'
  if (id !== undefined) return { id }
  if (name === undefined) throw missing(`${field}.id`)
  if (user === undefined) throw missing(`${field}.user`)
  return { name, user: toUserRef(user, `${field}.user`) }
}

function missing(field: string): DomainError {
  return invalid(`The request needs ${field}. Add it and try again.`, field)
}
