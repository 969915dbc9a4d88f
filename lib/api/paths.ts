/** First path segments that the service answers; all other paths are pages. */
const SERVICE_SEGMENTS =
  /^\/(v\d+(\.\d+)?|versions|identity|uploads|events|healthcheck|metrics|openapi\.json|docs)(\/|$)/
/** What Next answers to programs, too. */
const NEXT_SEGMENTS = /^\/(_next|api)(\/|$)/

/** The headers that tell a program from a browser. */
export interface ClientHints {
  readonly accept?: string | undefined
  readonly 'x-auth-token'?: string | string[] | undefined
  /** Next's own requests for parts of a page. */
  readonly rsc?: string | string[] | undefined
}

export function isServicePath(pathname: string): boolean {
  return SERVICE_SEGMENTS.test(pathname)
}

/**
 * Whether the API answers this request rather than Next. `/` is both: programs get the versions, browsers the pages. A
 * program that asks for a path of nobody gets the versions, too, where a browser gets a page that says so.
 */
export function isServiceRequest(pathname: string, hints: ClientHints): boolean {
  if (isServicePath(pathname)) return true
  const accept = hints.accept ?? ''
  if (accept.includes('text/html') || hints.rsc !== undefined) return false
  if (pathname === '/') return true
  return !NEXT_SEGMENTS.test(pathname) && (hints['x-auth-token'] !== undefined || ACCEPTS_DATA.test(accept))
}

const ACCEPTS_DATA = /application\/(json|vnd\.openstack\.images-)/

const DATA_PATHS = /^\/(v2(\.\d+)?\/images\/[^/]+\/(file|stage)$|uploads(\/|$))/

/** The routes that ask the client to go on (`100 Continue`) only when they want the body. */
export function answersExpectation(pathname: string): boolean {
  return DATA_PATHS.test(pathname)
}
