import { z } from 'zod'
import type { Role } from '../../identity/directory/model.ts'
import {
  createInference,
  createRole,
  deleteInference,
  deleteRole,
  getInference,
  getRole,
  type Inference,
  listInferences,
  listRoles,
  updateRole,
} from '../../identity/directory/roles.ts'
import { administrator, type IdentityContext, link, readBody } from './edge.ts'
import { pageLinks, param, readPage, wholeLinks } from './lists.ts'

const attributes = {
  name: z.string().min(1).max(255),
  description: z.string().nullish(),
  domain_id: z.null({ error: 'must be null: roles of a domain are not offered here' }).optional(),
}
const newRole = z.object({ role: z.object(attributes) })
const changedRole = z.object({ role: z.object(attributes).partial() })

/** As it stands in lists and answers. */
export function roleWire(c: IdentityContext, role: Role) {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    domain_id: null,
    options: role.isImmutable ? { immutable: true } : {},
    links: { self: link(c, `/roles/${role.id}`) },
  }
}

/** `GET /v3/roles` */
export async function listAllRoles(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const page = readPage(c)
  const isOfDomain = (c.req.query('domain_id') ?? '') !== ''
  const roles = isOfDomain
    ? []
    : await listRoles(c.var.runtime.identity, { ...page, name: c.req.query('name') })
  return c.json({ roles: roles.map((role) => roleWire(c, role)), links: pageLinks(c, page, roles) })
}

/** `POST /v3/roles` */
export async function addRole(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { role } = await readBody(c, newRole)
  const created = await createRole(c.var.runtime.identity, {
    name: role.name,
    description: role.description ?? null,
  })
  return c.json({ role: roleWire(c, created) }, 201)
}

/** `GET /v3/roles/{id}` */
export async function showRole(c: IdentityContext): Promise<Response> {
  await administrator(c)
  return c.json({ role: roleWire(c, await getRole(c.var.runtime.identity, param(c, 'id'))) })
}

/** `PATCH /v3/roles/{id}` */
export async function changeRole(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { role } = await readBody(c, changedRole)
  const change = { name: role.name, description: role.description }
  return c.json({ role: roleWire(c, await updateRole(c.var.runtime.identity, param(c, 'id'), change)) })
}

/** `DELETE /v3/roles/{id}` */
export async function removeRole(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await deleteRole(c.var.runtime.identity, param(c, 'id'))
  return c.body(null, 204)
}

function shortWire(c: IdentityContext, role: Role) {
  return { id: role.id, name: role.name, links: { self: link(c, `/roles/${role.id}`) } }
}

function inferenceWire(c: IdentityContext, { prior, implied }: Inference) {
  const self = link(c, `/roles/${prior.id}/implies/${implied.id}`)
  return {
    role_inference: { prior_role: shortWire(c, prior), implies: shortWire(c, implied) },
    links: { self },
  }
}

/** `GET /v3/roles/{prior}/implies` */
export async function listImpliedRoles(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { identity } = c.var.runtime
  const prior = await getRole(identity, param(c, 'id'))
  const inferences = await listInferences(identity)
  const implies = inferences
    .filter((one) => one.prior.id === prior.id)
    .map((one) => shortWire(c, one.implied))
  return c.json({ role_inference: { prior_role: shortWire(c, prior), implies }, links: { self: c.req.url } })
}

/** `GET /v3/role_inferences` */
export async function listRoleInferences(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const inferences = await listInferences(c.var.runtime.identity)
  const priors = new Map(inferences.map(({ prior }) => [prior.id, prior]))
  const wire = [...priors.values()].map((prior) => ({
    prior_role: shortWire(c, prior),
    implies: inferences.filter((one) => one.prior.id === prior.id).map((one) => shortWire(c, one.implied)),
  }))
  return c.json({ role_inferences: wire, links: wholeLinks(c) })
}

/** `GET` and `HEAD /v3/roles/{prior}/implies/{implied}` */
export async function showInference(c: IdentityContext): Promise<Response> {
  await administrator(c)
  return c.json(
    inferenceWire(c, await getInference(c.var.runtime.identity, param(c, 'id'), param(c, 'impliedId'))),
  )
}

/** `PUT /v3/roles/{prior}/implies/{implied}` */
export async function addInference(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const inference = await createInference(c.var.runtime.identity, param(c, 'id'), param(c, 'impliedId'))
  return c.json(inferenceWire(c, inference), 201)
}

/** `DELETE /v3/roles/{prior}/implies/{implied}` */
export async function removeInference(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await deleteInference(c.var.runtime.identity, param(c, 'id'), param(c, 'impliedId'))
  return c.body(null, 204)
}
