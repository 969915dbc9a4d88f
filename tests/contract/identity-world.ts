import { onTestFinished } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { bootstrapIdentity } from '#lib/identity/bootstrap.ts'
import { grantRole, revokeRole } from '#lib/identity/directory/assignments.ts'
import { createProject } from '#lib/identity/directory/projects.ts'
import { listRoles } from '#lib/identity/directory/roles.ts'
import { createUser } from '#lib/identity/directory/users.ts'
import { createEmbeddedIdentity, type EmbeddedIdentity } from '#lib/identity/embedded.ts'
import { createLog } from '#lib/log.ts'

export const HOUR_MS = 3600_000
export const ADMIN_PASSWORD = 'the password of the administrator'

const secret = (text: string) => ({ reveal: () => text, toString: () => '***', toJSON: () => '***' })

/** Settings as `bootstrapIdentity` reads them. */
export const passwordSetting = (text?: string) =>
  text === undefined ? {} : { VITRINE_ADMIN_PASSWORD: secret(text) }

/** A clock that stands still until it is moved. */
export interface TestClock {
  nowMs: number
}

/** One process of the service on this database. */
export function aNode(database: Database, clock: TestClock): EmbeddedIdentity {
  const identity = createEmbeddedIdentity({
    database,
    config: { VITRINE_TOKEN_SECONDS: 8 * 3600 },
    clock: () => clock.nowMs,
    log: createLog('silent'),
  })
  onTestFinished(() => identity.close())
  return identity
}

/** A service after its first start, with a project and a user who is a member there. */
export async function anIdentityWorld(database: Database) {
  const clock: TestClock = { nowMs: Date.parse('2030-01-01T00:00:00Z') }
  const identity = aNode(database, clock)
  await bootstrapIdentity(identity, passwordSetting(ADMIN_PASSWORD))
  const roles = Object.fromEntries((await listRoles(identity)).map((role) => [role.name, role.id]))
  const roleId = (name: string): string => roles[name] ?? `no role ${name}`
  const own = { domainId: 'default', description: '', isEnabled: true, extra: {} }
  const project = await createProject(identity, { ...own, parentId: null, name: 'demo' })
  const user = await createUser(identity, { ...own, name: 'alice', defaultProjectId: null }, 'wonderland')
  const membership = {
    userId: user.id,
    roleId: roleId('member'),
    target: { kind: 'project', id: project.id },
  } as const
  await grantRole(identity, membership)
  return {
    clock,
    identity,
    project,
    user,
    roleId,
    signIn: (password = 'wonderland', userName = 'alice') => identity.signIn({ userName, password }),
    /** Takes the user's only role away. */
    expel: () => revokeRole(identity, membership),
    /** Another process on the same database. */
    otherNode: () => aNode(database, clock),
  }
}
