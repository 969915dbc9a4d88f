import { type IdentityContext, link, origin } from './edge.ts'

/** The level of the v3 API whose shapes we answer with: application credentials came with 3.10. */
const VERSION_ID = 'v3.14'
const UPDATED = '2020-04-07T00:00:00Z'

/** `GET /identity`: the versions to choose from. */
export function listVersions(c: IdentityContext): Response {
  c.header('Location', `${origin(c)}/identity/v3/`)
  return c.json({ versions: { values: [version(c)] } }, 300)
}

/** `GET /identity/v3` */
export function showVersion(c: IdentityContext): Response {
  return c.json({ version: version(c) })
}

function version(c: IdentityContext) {
  return {
    id: VERSION_ID,
    status: 'stable',
    updated: UPDATED,
    links: [{ rel: 'self', href: link(c, '/') }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  }
}
