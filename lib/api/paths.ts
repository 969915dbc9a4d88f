/** First path segments that the service answers; all other paths are pages. */
const SERVICE_SEGMENTS = /^\/(v\d+(\.\d+)?|versions|identity|uploads|events|healthcheck|metrics)(\/|$)/

/** Whether the API answers this request rather than Next. `/` is both: programs get the versions, browsers the pages. */
export function isServicePath(pathname: string, accept: string | undefined): boolean {
  if (pathname === '/') return !(accept ?? '').includes('text/html')
  return SERVICE_SEGMENTS.test(pathname)
}
