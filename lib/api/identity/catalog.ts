import { notFound } from '../../domain/errors.ts'
import { REGION, stableId } from '../../identity/stable-ids.ts'
import { administrator, type IdentityContext, link, origin, signedIn } from './edge.ts'
import { param, wholeLinks } from './lists.ts'

const INTERFACES = ['public', 'internal', 'admin'] as const

interface Service {
  readonly type: string
  readonly name: string
  readonly description: string
  url(c: IdentityContext): string
}

const SERVICES: readonly Service[] = [
  { type: 'identity', name: 'keystone', description: 'Identity', url: (c) => link(c, '') },
  // The root: clients find the versions there and add `/v2` themselves.
  { type: 'image', name: 'glance', description: 'Images', url: (c) => origin(c) },
]

/** The services with their addresses, as they stand in a token. */
export function buildCatalog(c: IdentityContext) {
  return SERVICES.map((service) => ({
    id: stableId(service.type),
    type: service.type,
    name: service.name,
    endpoints: INTERFACES.map((kind) => ({
      id: stableId(service.type, kind),
      interface: kind,
      region: REGION,
      region_id: REGION,
      url: service.url(c),
    })),
  }))
}

/** `GET /v3/auth/catalog` */
export async function showCatalog(c: IdentityContext): Promise<Response> {
  await signedIn(c)
  return c.json({ catalog: buildCatalog(c), links: { self: link(c, '/auth/catalog') } })
}

function services(c: IdentityContext) {
  return SERVICES.map(({ type, name, description }) => {
    const id = stableId(type)
    return { id, type, name, description, enabled: true, links: { self: link(c, `/services/${id}`) } }
  })
}

export function getService(c: IdentityContext, serviceId: string) {
  return services(c).find(({ id }) => id === serviceId)
}

function endpoints(c: IdentityContext) {
  return buildCatalog(c).flatMap((service) =>
    service.endpoints.map((endpoint) => ({
      ...endpoint,
      service_id: service.id,
      enabled: true,
      links: { self: link(c, `/endpoints/${endpoint.id}`) },
    })),
  )
}

function regions(c: IdentityContext) {
  return [
    { id: REGION, description: '', parent_region_id: null, links: { self: link(c, `/regions/${REGION}`) } },
  ]
}

/** `GET /v3/services?type=&name=` */
export async function listServices(c: IdentityContext): Promise<Response> {
  await administrator(c)
  return c.json({ services: matching(c, services(c), ['type', 'name']), links: wholeLinks(c) })
}

/** `GET /v3/services/{id}` */
export async function showService(c: IdentityContext): Promise<Response> {
  await administrator(c)
  return c.json({ service: byId('service', services(c), param(c, 'id')) })
}

/** `GET /v3/endpoints?interface=&service_id=&region_id=` */
export async function listEndpoints(c: IdentityContext): Promise<Response> {
  await administrator(c)
  return c.json({
    endpoints: matching(c, endpoints(c), ['interface', 'service_id', 'region_id']),
    links: wholeLinks(c),
  })
}

/** `GET /v3/endpoints/{id}` */
export async function showEndpoint(c: IdentityContext): Promise<Response> {
  await administrator(c)
  return c.json({ endpoint: byId('endpoint', endpoints(c), param(c, 'id')) })
}

/** `GET /v3/regions` */
export async function listRegions(c: IdentityContext): Promise<Response> {
  await signedIn(c)
  return c.json({ regions: regions(c), links: wholeLinks(c) })
}

/** `GET /v3/regions/{id}` */
export async function showRegion(c: IdentityContext): Promise<Response> {
  await signedIn(c)
  return c.json({ region: byId('region', regions(c), param(c, 'id')) })
}

function matching<Entry extends object>(
  c: IdentityContext,
  entries: readonly Entry[],
  keys: readonly (keyof Entry & string)[],
) {
  return entries.filter((entry) =>
    keys.every((key) => c.req.query(key) === undefined || c.req.query(key) === entry[key]),
  )
}

function byId<Entry extends { id: string }>(kind: string, entries: readonly Entry[], id: string): Entry {
  const found = entries.find((entry) => entry.id === id)
  if (found === undefined) throw notFound(kind, id)
  return found
}
