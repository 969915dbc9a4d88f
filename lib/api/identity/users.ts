import { z } from 'zod'
import { forbidden, invalid } from '../../domain/errors.ts'
import type { User } from '../../identity/directory/model.ts'
import { createUser, deleteUser, getUser, listUsers, updateUser } from '../../identity/directory/users.ts'
import {
  administrator,
  administratorOrUser,
  type IdentityContext,
  link,
  readBody,
  signedIn,
  sourceOf,
} from './edge.ts'
import { extraOf, pageLinks, param, readFlag, readPage, wholeLinks } from './lists.ts'
import { ownDomain } from './projects.ts'

const password = z.string().min(1).max(4096)
const attributes = {
  name: z.string().min(1).max(255),
  password: password.nullish(),
  description: z.string().nullish(),
  enabled: z.boolean().optional(),
  domain_id: z.string().nullish(),
  default_project_id: z.string().nullish(),
}
const KNOWN = Object.keys(attributes)
const newUser = z.object({ user: z.looseObject(attributes) })
const changedUser = z.object({ user: z.looseObject(attributes).partial() })
const newPassword = z.object({ user: z.object({ password, original_password: z.string() }) })

function toWire(c: IdentityContext, user: User) {
  return {
    ...user.extra,
    id: user.id,
    name: user.name,
    domain_id: user.domainId,
    enabled: user.isEnabled,
    password_expires_at: null,
    options: {},
    ...(user.description === null ? {} : { description: user.description }),
    ...(user.defaultProjectId === null ? {} : { default_project_id: user.defaultProjectId }),
    links: { self: link(c, `/users/${user.id}`) },
  }
}

/** `GET /v3/users` */
export async function listAllUsers(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const page = readPage(c)
  const filter = {
    name: c.req.query('name'),
    domainId: c.req.query('domain_id'),
    isEnabled: readFlag(c, 'enabled'),
  }
  const users = await listUsers(c.var.runtime.identity, { ...page, ...filter })
  return c.json({ users: users.map((user) => toWire(c, user)), links: pageLinks(c, page, users) })
}

/** `POST /v3/users` */
export async function addUser(c: IdentityContext): Promise<Response> {
  const caller = await administrator(c)
  const { user } = await readBody(c, newUser)
  const created = await createUser(
    c.var.runtime.identity,
    {
      name: user.name,
      domainId: user.domain_id ?? ownDomain(caller),
      description: user.description ?? null,
      defaultProjectId: user.default_project_id ?? null,
      isEnabled: user.enabled ?? true,
      extra: extraOf(user, KNOWN),
    },
    user.password ?? null,
  )
  return c.json({ user: toWire(c, created) }, 201)
}

/** `GET /v3/users/{id}` */
export async function showUser(c: IdentityContext): Promise<Response> {
  const id = param(c, 'id')
  await administratorOrUser(c, id)
  return c.json({ user: toWire(c, await getUser(c.var.runtime.identity, id)) })
}

/** `PATCH /v3/users/{id}` */
export async function changeUser(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { identity } = c.var.runtime
  const { user } = await readBody(c, changedUser)
  const before = await getUser(identity, param(c, 'id'))
  if (user.domain_id != null && user.domain_id !== before.domainId) {
    throw invalid('A user cannot move to another domain.', 'user.domain_id')
  }
  const change = {
    name: user.name,
    description: user.description,
    defaultProjectId: user.default_project_id,
    isEnabled: user.enabled,
    extra: extraOf(user, KNOWN),
  }
  return c.json({
    user: toWire(c, await updateUser(identity, before.id, change, user.password ?? undefined)),
  })
}

/** `POST /v3/users/{id}/password`: one's own, proven by the old one. */
export async function changeOwnPassword(c: IdentityContext): Promise<Response> {
  const caller = await signedIn(c)
  const { identity } = c.var.runtime
  const id = param(c, 'id')
  if (caller.userId !== id)
    throw forbidden('Only your own password is changed here. Administrators set others with PATCH.')
  const { user } = await readBody(c, newPassword)
  await identity.assertPassword(id, user.original_password, sourceOf(c))
  await updateUser(identity, id, {}, user.password)
  return c.body(null, 204)
}

/** `DELETE /v3/users/{id}` */
export async function removeUser(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await deleteUser(c.var.runtime.identity, param(c, 'id'))
  return c.body(null, 204)
}

/** `GET /v3/users/{id}/groups`: there are no groups here; an empty answer keeps clients going. */
export async function listGroupsOfUser(c: IdentityContext): Promise<Response> {
  await administratorOrUser(c, param(c, 'id'))
  return c.json({ groups: [], links: wholeLinks(c) })
}

/** `GET /v3/groups` */
export async function listGroups(c: IdentityContext): Promise<Response> {
  await administrator(c)
  return c.json({ groups: [], links: wholeLinks(c) })
}
