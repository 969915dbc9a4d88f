import type { Hono } from 'hono'
import type { ApiEnv } from './api-env.ts'
import { answerFault } from './faults.ts'

/**
 * For every path with a route: OPTIONS tells the methods, and a method without a route is 405 with `Allow`. Comes after
 * all routes. HEAD is GET without its body, as Hono does it by itself.
 */
export function answerOtherMethods(api: Hono<ApiEnv>): void {
  for (const [path, methods] of methodsByPath(api)) {
    const allow = [...methods].sort().join(', ')
    api.all(path, (c) => {
      c.header('Allow', allow)
      if (c.req.method === 'OPTIONS') return c.body(null, 200)
      return answerFault(c, 405, `${c.req.method} is not possible here; ${allow} are.`)
    })
  }
}

function methodsByPath(api: Hono<ApiEnv>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { path, method } of api.routes) {
    if (method === 'ALL') continue
    const methods = found.get(path) ?? new Set(['OPTIONS'])
    methods.add(method)
    if (method === 'GET') methods.add('HEAD')
    found.set(path, methods)
  }
  return found
}
