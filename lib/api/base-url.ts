import type { ApiContext } from './api-env.ts'

/** Where clients reach the service, without a slash at the end: as configured, else as this request came. */
export function baseUrl(c: ApiContext): string {
  return c.var.api.config.VITRINE_PUBLIC_URL ?? new URL(c.req.url).origin
}
