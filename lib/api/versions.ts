import { Hono } from 'hono'
import type { ApiContext, ApiDeps, ApiEnv } from './api-env.ts'
import { baseUrl } from './base-url.ts'

/** What every site has. 2.15 and 2.17 are what Glance says without an image cache. */
const ALWAYS = [0, 1, 2, 3, 4, 5, 6, 7, 9, 15, 17]
/** Several stores: choosing one, deleting from one, copying between them. */
const WITH_STORES = [8, 10, 11, 12, 13]
const WITH_CACHE = [14, 16, 18]
const ALL = [...ALWAYS, ...WITH_STORES, ...WITH_CACHE]

/** The minor versions that are true of this site, the newest first: a client that reads a number relies on its calls. */
function minorsOf({ stores, cache }: ApiDeps): readonly number[] {
  const minors = [...ALWAYS, ...(stores.isMultiple ? WITH_STORES : []), ...(cache === null ? [] : WITH_CACHE)]
  return minors.sort((one, other) => other - one)
}

export const versions = new Hono<ApiEnv>()
versions.get('/', (c) => c.json(versionList(c), 300))
versions.get('/versions', (c) => c.json(versionList(c), 200))

/** For paths that begin with no version we know: the choice, as Glance gives it, not 404. */
export function offerVersions(c: ApiContext): Response {
  return c.json(versionList(c), 300)
}

function versionList(c: ApiContext) {
  const linksTo = (path: string) => [{ rel: 'self', href: `${baseUrl(c)}/${path}/` }]
  const minors = minorsOf(c.var.api)
  const old = c.var.api.config.VITRINE_API_V1 ? ['v1.1', 'v1.0'] : []
  return {
    versions: [
      ...minors.map((minor, index) => ({
        id: `v2.${minor}`,
        status: index === 0 ? 'CURRENT' : 'SUPPORTED',
        links: linksTo('v2'),
      })),
      ...old.map((id) => ({ id, status: 'DEPRECATED', links: linksTo('v1') })),
    ],
  }
}

const MINOR_PATH = /^\/v2\.(\d{1,2})(?=\/|$)/
const VERSION_TYPE = /application\/vnd\.openstack\.images-v2(?:\.(\d{1,2}))?(?![\d.])/

/**
 * The path as the routes know it: `/v2.7/images` is `/v2/images`, and so is `/images` with
 * `Accept: application/vnd.openstack.images-v2.7`, for each version that any site has.
 */
export function versionedPath(path: string, accept: string | null): string {
  const minor = MINOR_PATH.exec(path)
  if (minor !== null) return isOurs(minor[1]) ? `/v2${path.slice(minor[0].length)}` : path
  if (accept === null || path.startsWith('/v')) return path
  const type = VERSION_TYPE.exec(accept)
  return type !== null && isOurs(type[1] ?? '0') ? `/v2${path}` : path
}

function isOurs(minor: string | undefined): boolean {
  return ALL.includes(Number(minor))
}
