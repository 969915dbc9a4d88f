import { Hono } from 'hono'
import { rulesToWire } from '#lib/contract/rules-wire.ts'
import { isAdmin } from '#lib/domain/context.ts'
import { forbidden } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'

/** Ours: the rules of the site as they hold, for administrators. */
export const policies = new Hono<ApiEnv>()
policies.get('/', noBody, showRules)

function showRules(c: ApiContext): Response {
  if (!isAdmin(c.var.ctx)) throw forbidden('Only an administrator sees the rules of the whole site.')
  return c.json(rulesToWire(c.var.api.rulesInForce()), 200, { 'Cache-Control': 'no-store' })
}
