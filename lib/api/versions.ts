import { Hono } from 'hono'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { baseUrl } from './base-url.ts'

/**
 * The minor versions that are true of this service: everything up to 2.5, and 2.7; 2.6 and 2.9 as a site has them that
 * keeps one store and enables no import method. Not 2.8 and 2.10–2.13 (several stores), 2.14, 2.16, 2.18 (image cache),
 * 2.15 (details of stores) and 2.17 (locations): a client that sees a number relies on its calls.
 */
const MINORS = [9, 7, 6, 5, 4, 3, 2, 1, 0]
const NEWEST_MINOR = Math.max(...MINORS)

export const versions = new Hono<ApiEnv>()
versions.get('/', (c) => c.json(versionList(c), 300))
versions.get('/versions', (c) => c.json(versionList(c), 200))

/** For paths that begin with no version we know: the choice, as Glance gives it, not 404. */
export function offerVersions(c: ApiContext): Response {
  return c.json(versionList(c), 300)
}

function versionList(c: ApiContext) {
  const linksTo = (path: string) => [{ rel: 'self', href: `${baseUrl(c)}/${path}/` }]
  const old = c.var.api.config.VITRINE_API_V1 ? ['v1.1', 'v1.0'] : []
  return {
    versions: [
      ...MINORS.map((minor) => ({
        id: `v2.${minor}`,
        status: minor === NEWEST_MINOR ? 'CURRENT' : 'SUPPORTED',
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
 * `Accept: application/vnd.openstack.images-v2.7`, for each version of the list.
 */
export function versionedPath(path: string, accept: string | null): string {
  const minor = MINOR_PATH.exec(path)
  if (minor !== null) return isOurs(minor[1]) ? `/v2${path.slice(minor[0].length)}` : path
  if (accept === null || path.startsWith('/v')) return path
  const type = VERSION_TYPE.exec(accept)
  return type !== null && isOurs(type[1] ?? '0') ? `/v2${path}` : path
}

function isOurs(minor: string | undefined): boolean {
  return MINORS.includes(Number(minor))
}
