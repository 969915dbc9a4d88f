import type { ApiContext } from './api-env.ts'

/** Additions of ours to Glance's JSON; a client that does not ask for one never sees it. */
type Shown = 'refusals' | 'reasons' | 'ends' | 'translations'

/** Whether the client asks for it: `x-vitrine-show: refusals, translations`. */
export function shows(c: ApiContext, what: Shown): boolean {
  const asked = c.req.header('x-vitrine-show') ?? ''
  return asked.split(',').some((each) => each.trim() === what)
}
