import { Hono } from 'hono'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { withinMs } from './deadline.ts'

/** Whoever asks has a time-out, too. */
const CHECK_MS = 5_000

export const health = new Hono<ApiEnv>()
health.get('/', (c) => c.text('OK'))
health.get('/ready', showReadiness)

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
