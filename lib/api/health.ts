import { existsSync } from 'node:fs'
import { Hono, type Next } from 'hono'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { withinMs } from './deadline.ts'

/** Whoever asks has a time-out, too. */
const CHECK_MS = 5_000

export const health = new Hono<ApiEnv>()
health.use('*', unlessDisabled)
health.get('/', (c) => c.text('OK'))
health.get('/ready', showReadiness)

/** An operator takes the service out of its balancer by a file. Source: oslo.middleware's `disable_by_file`. */
async function unlessDisabled(c: ApiContext, next: Next): Promise<Response | undefined> {
  const path = c.var.api.config.VITRINE_HEALTHCHECK_DISABLE_FILE
  if (path !== undefined && existsSync(path)) return c.text('DISABLED BY FILE', 503)
  await next()
  return undefined
}

/** 503 with the names of what does not work; the reasons are logged. */
async function showReadiness(c: ApiContext): Promise<Response> {
  const { draining, readinessChecks } = c.var.api
  if (draining.aborted) return c.text('ending', 503)
  const results = await Promise.all(
    Object.entries(readinessChecks).map(([name, check]) => failureOf(c, name, check)),
  )
  const failures = results.filter((name) => name !== null)
  return failures.length === 0 ? c.text('OK') : c.text(`not ready: ${failures.join(', ')}`, 503)
}

async function failureOf(c: ApiContext, name: string, check: () => Promise<void>): Promise<string | null> {
  try {
    await withinMs(check(), CHECK_MS, () => new Error(`No answer within ${CHECK_MS / 1000} s.`))
    return null
  } catch (error) {
    c.var.api.log.warn({ err: error, check: name, requestId: c.var.requestId }, 'A readiness check failed.')
    return name
  }
}
