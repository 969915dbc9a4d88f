import { z } from 'zod'
import {
  createDomain,
  deleteDomain,
  domainsOfUser,
  getDomain,
  listDomains,
  updateDomain,
} from '../../identity/directory/domains.ts'
import type { Domain } from '../../identity/directory/model.ts'
import {
  administrator,
  type IdentityContext,
  isAdministrator,
  link,
  notAllowed,
  readBody,
  signedIn,
} from './edge.ts'
import { pageLinks, param, readFlag, readPage, SHARED_ATTRIBUTES, wholeLinks } from './lists.ts'

const newDomain = z.object({ domain: z.object(SHARED_ATTRIBUTES) })
const changedDomain = z.object({ domain: z.object(SHARED_ATTRIBUTES).partial() })

function toWire(c: IdentityContext, domain: Domain) {
  return {
    id: domain.id,
    name: domain.name,
    description: domain.description,
    enabled: domain.isEnabled,
    tags: [],
    options: {},
    links: { self: link(c, `/domains/${domain.id}`) },
  }
}

/** `GET /v3/domains` */
export async function listAllDomains(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const page = readPage(c)
  const filter = { ...page, name: c.req.query('name'), isEnabled: readFlag(c, 'enabled') }
  const domains = await listDomains(c.var.runtime.identity, filter)
  return c.json({ domains: domains.map((domain) => toWire(c, domain)), links: pageLinks(c, page, domains) })
}

/** `GET /v3/auth/domains`: those to which the caller may scope a token. */
export async function listOwnDomains(c: IdentityContext): Promise<Response> {
  const caller = await signedIn(c)
  const domains =
    caller.applicationCredential === null ? await domainsOfUser(c.var.runtime.identity, caller.userId) : []
  return c.json({ domains: domains.map((domain) => toWire(c, domain)), links: wholeLinks(c) })
}

/** `POST /v3/domains` */
export async function addDomain(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { domain } = await readBody(c, newDomain)
  const { name, description, enabled = true } = domain
  const created = await createDomain(c.var.runtime.identity, {
    name,
    description: description ?? '',
    isEnabled: enabled,
  })
  return c.json({ domain: toWire(c, created) }, 201)
}

/** `GET /v3/domains/{id}`: also for whoever belongs there. */
export async function showDomain(c: IdentityContext): Promise<Response> {
  const caller = await signedIn(c)
  const id = param(c, 'id')
  const isOwn = [caller.userDomainId, caller.projectDomainId, caller.domainId].includes(id)
  if (!isOwn && !isAdministrator(caller)) throw notAllowed(c)
  return c.json({ domain: toWire(c, await getDomain(c.var.runtime.identity, id)) })
}

/** `PATCH /v3/domains/{id}` */
export async function changeDomain(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { domain } = await readBody(c, changedDomain)
  const { name, description, enabled } = domain
  const change = { name, description: description === null ? '' : description, isEnabled: enabled }
  return c.json({ domain: toWire(c, await updateDomain(c.var.runtime.identity, param(c, 'id'), change)) })
}

/** `DELETE /v3/domains/{id}` */
export async function removeDomain(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await deleteDomain(c.var.runtime.identity, param(c, 'id'))
  return c.body(null, 204)
}
