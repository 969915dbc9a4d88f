import { z } from 'zod'
import { invalid } from '../../domain/errors.ts'
import * as limits from '../../identity/directory/limits.ts'
import { REGION } from '../../identity/stable-ids.ts'
import { getService } from './catalog.ts'
import {
  administrator,
  type IdentityContext,
  isAdministrator,
  link,
  notAllowed,
  readBody,
  signedIn,
} from './edge.ts'
import { param, wholeLinks } from './lists.ts'

const amount = z
  .int()
  .min(-1)
  .max(2 ** 31 - 1)
const limited = {
  service_id: z.string().min(1).max(64),
  region_id: z.string().max(255).nullish(),
  resource_name: z.string().min(1).max(255),
}
const registered = z.object({ ...limited, default_limit: amount, description: z.string().nullish() })
const newRegistered = z.object({ registered_limits: z.array(registered).min(1).max(100) })
const changedRegistered = z.object({ registered_limit: registered.partial() })
const own = z.object({
  ...limited,
  project_id: z.string().min(1).max(255).nullish(),
  domain_id: z.string().min(1).max(255).nullish(),
  resource_limit: amount,
  description: z.string().nullish(),
})
const newLimits = z.object({ limits: z.array(own).min(1).max(100) })
const changedLimit = z.object({
  limit: z.object({ resource_limit: amount, description: z.string().nullable() }).partial(),
})

function registeredWire(c: IdentityContext, limit: limits.RegisteredLimit) {
  return {
    id: limit.id,
    service_id: limit.serviceId,
    region_id: limit.regionId,
    resource_name: limit.resourceName,
    default_limit: limit.defaultLimit,
    description: limit.description,
    links: { self: link(c, `/registered_limits/${limit.id}`) },
  }
}

function limitWire(c: IdentityContext, limit: limits.OwnLimit) {
  return {
    id: limit.id,
    project_id: limit.projectId,
    domain_id: limit.domainId,
    service_id: limit.serviceId,
    region_id: limit.regionId,
    resource_name: limit.resourceName,
    resource_limit: limit.resourceLimit,
    description: limit.description,
    links: { self: link(c, `/limits/${limit.id}`) },
  }
}

function readFilter(c: IdentityContext) {
  return {
    serviceId: c.req.query('service_id'),
    regionId: c.req.query('region_id'),
    resourceName: c.req.query('resource_name'),
  }
}

/** The body's words for what a limit is of. @throws `invalid` no such service or region */
function toLimited(c: IdentityContext, body: z.output<typeof own> | z.output<typeof registered>) {
  const { service_id: serviceId, region_id: regionId = null, resource_name: resourceName } = body
  assertKnown(c, { serviceId, regionId })
  return { serviceId, regionId, resourceName, description: body.description ?? null }
}

function assertKnown(
  c: IdentityContext,
  { serviceId, regionId }: { serviceId?: string | undefined; regionId?: string | null | undefined },
): void {
  if (serviceId !== undefined && getService(c, serviceId) === undefined) {
    throw invalid(`There is no service ${serviceId}.`, 'service_id')
  }
  if (regionId != null && regionId !== REGION) throw invalid(`There is no region ${regionId}.`, 'region_id')
}

/** `GET /v3/registered_limits?service_id=&region_id=&resource_name=` */
export async function listRegisteredLimits(c: IdentityContext): Promise<Response> {
  await signedIn(c)
  const found = await limits.listRegisteredLimits(c.var.runtime.identity, readFilter(c))
  return c.json({ registered_limits: found.map((limit) => registeredWire(c, limit)), links: wholeLinks(c) })
}

/** `POST /v3/registered_limits`: several at once. */
export async function addRegisteredLimits(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { registered_limits: asked } = await readBody(c, newRegistered)
  const created = await limits.createRegisteredLimits(
    c.var.runtime.identity,
    asked.map((limit) => ({ ...toLimited(c, limit), defaultLimit: limit.default_limit })),
  )
  const wire = created.map((limit) => registeredWire(c, limit))
  return c.json({ registered_limits: wire, links: wholeLinks(c) }, 201)
}

/** `GET /v3/registered_limits/{id}` */
export async function showRegisteredLimit(c: IdentityContext): Promise<Response> {
  await signedIn(c)
  const limit = await limits.getRegisteredLimit(c.var.runtime.identity, param(c, 'id'))
  return c.json({ registered_limit: registeredWire(c, limit) })
}

/** `PATCH /v3/registered_limits/{id}` */
export async function changeRegisteredLimit(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { registered_limit: asked } = await readBody(c, changedRegistered)
  assertKnown(c, { serviceId: asked.service_id, regionId: asked.region_id })
  const limit = await limits.updateRegisteredLimit(c.var.runtime.identity, param(c, 'id'), {
    serviceId: asked.service_id,
    regionId: asked.region_id,
    resourceName: asked.resource_name,
    defaultLimit: asked.default_limit,
    description: asked.description,
  })
  return c.json({ registered_limit: registeredWire(c, limit) })
}

/** `DELETE /v3/registered_limits/{id}` */
export async function removeRegisteredLimit(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await limits.deleteRegisteredLimit(c.var.runtime.identity, param(c, 'id'))
  return c.body(null, 204)
}

/** `GET /v3/limits/model`: a project's limit does not depend on its parents. */
export async function showLimitModel(c: IdentityContext): Promise<Response> {
  await signedIn(c)
  const description = 'Limit enforcement and validation does not take project hierarchy into consideration.'
  return c.json({ model: { name: 'flat', description } })
}

/** `GET /v3/limits?service_id=&region_id=&resource_name=&project_id=&domain_id=`: for others than administrators and services their own. */
export async function listLimits(c: IdentityContext): Promise<Response> {
  const caller = await signedIn(c)
  const filter = {
    ...readFilter(c),
    projectId: c.req.query('project_id'),
    domainId: c.req.query('domain_id'),
  }
  const found = await limits.listLimits(c.var.runtime.identity, filter)
  const seen =
    isAdministrator(caller) || caller.roles.includes('service')
      ? found
      : found.filter(({ projectId }) => projectId !== null && projectId === caller.projectId)
  return c.json({ limits: seen.map((limit) => limitWire(c, limit)), links: wholeLinks(c) })
}

/** `POST /v3/limits`: several at once. */
export async function addLimits(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { limits: asked } = await readBody(c, newLimits)
  const created = await limits.createLimits(
    c.var.runtime.identity,
    asked.map((limit) => {
      const { project_id: projectId = null, domain_id: domainId = null } = limit
      if ((projectId === null) === (domainId === null)) {
        throw invalid('A limit is of one project or of one domain: name one of the two.', 'project_id')
      }
      return { ...toLimited(c, limit), projectId, domainId, resourceLimit: limit.resource_limit }
    }),
  )
  return c.json({ limits: created.map((limit) => limitWire(c, limit)), links: wholeLinks(c) }, 201)
}

/** `GET /v3/limits/{id}` */
export async function showLimit(c: IdentityContext): Promise<Response> {
  const caller = await signedIn(c)
  const limit = await limits.getLimit(c.var.runtime.identity, param(c, 'id'))
  const isOwn = limit.projectId !== null && limit.projectId === caller.projectId
  if (!isOwn && !isAdministrator(caller)) throw notAllowed(c)
  return c.json({ limit: limitWire(c, limit) })
}

/** `PATCH /v3/limits/{id}` */
export async function changeLimit(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { limit: asked } = await readBody(c, changedLimit)
  const change = { resourceLimit: asked.resource_limit, description: asked.description }
  return c.json({
    limit: limitWire(c, await limits.updateLimit(c.var.runtime.identity, param(c, 'id'), change)),
  })
}

/** `DELETE /v3/limits/{id}` */
export async function removeLimit(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await limits.deleteLimit(c.var.runtime.identity, param(c, 'id'))
  return c.body(null, 204)
}
