import type { Hono } from 'hono'
import { getRuntime } from '../runtime.ts'
import type { ApiEnv } from './api-env.ts'
import { createApi } from './app.ts'

/** Next loads its own copy of this module; the runtime below is the process's one. */
let api: Promise<Hono<ApiEnv>> | undefined

/**
 * The API inside Next, for `next dev`, `next start` and hosts without our server: the same answers, but Next drops
 * Content-Length and costs time. Nothing opens before the first request, so that building needs no database.
 */
export async function serveApi(request: Request): Promise<Response> {
  api ??= getRuntime().then(createApi)
  return (await api).fetch(request)
}
