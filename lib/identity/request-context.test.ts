import { describe, expect, test } from 'vitest'
import { DomainError } from '../domain/errors.ts'
import type { TokenInfo } from '../domain/identity.ts'
import { authenticateRequest } from './request-context.ts'

const ROLES: Readonly<Record<string, readonly string[]>> = {
  user: ['member', 'reader'],
  nova: ['service', 'member'],
}

async function validateToken(token: string): Promise<TokenInfo> {
  const roles = ROLES[token]
  if (roles === undefined) throw new DomainError('unauthenticated', 'The token is over.')
  return {
    userId: token,
    userName: token,
    projectId: 'p',
    projectName: 'p',
    roles,
    expiresAtMs: 1,
  } as TokenInfo
}

function ask(headers: Record<string, string>) {
  const request = { method: 'GET', headers: new Headers(headers) }
  return authenticateRequest(
    request,
    { identity: { validateToken }, sessionSecret: 's'.repeat(32), config: {} },
    'req-1',
  )
}

describe('a service that asks in a user’s name', () => {
  test('adds its roles, apart from the user’s', async () => {
    expect(await ask({ 'X-Auth-Token': 'user', 'X-Service-Token': 'nova' })).toMatchObject({
      userId: 'user',
      roles: ['member', 'reader'],
      serviceRoles: ['service', 'member'],
    })
  })

  test('is none without a token of its own', async () => {
    expect(await ask({ 'X-Auth-Token': 'user' })).not.toHaveProperty('serviceRoles')
  })

  test('must be one: another user’s token, or one that is over, is refused', async () => {
    await expect(ask({ 'X-Auth-Token': 'user', 'X-Service-Token': 'user' })).rejects.toMatchObject({
      code: 'unauthenticated',
      field: 'X-Service-Token',
    })
    await expect(ask({ 'X-Auth-Token': 'user', 'X-Service-Token': 'old' })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })

  test('cannot ask in nobody’s name', async () => {
    await expect(ask({ 'X-Service-Token': 'nova' })).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})
