import { Hono } from 'hono'
import type { z } from 'zod'
import {
  limitChangeOf,
  type OwnQuotaWire,
  QUOTA_CHANGE,
  type QuotaListWire,
  quotaToWire,
} from '#lib/contract/quota-wire.ts'
import { isAdmin } from '#lib/domain/context.ts'
import { forbidden, invalid } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { assertJsonType, noBody, readJson } from './bodies.ts'

/** What projects have and may have; for the dashboard, which warns before an upload instead of after it. */
export const quotas = new Hono<ApiEnv>()
quotas.get('/quota', noBody, showOwnQuota)
quotas.get('/quotas', noBody, listQuotas)
quotas.get('/quotas/:projectId', noBody, showQuota)
quotas.put('/quotas/:projectId', setQuota)

const NOT_KEPT = { 'Cache-Control': 'no-store' }

async function showOwnQuota(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const own = ctx.projectId === null ? null : await api.quotas.of(ctx.projectId)
  const body: OwnQuotaWire = {
    source: api.quotas.source,
    size_cap: api.config.VITRINE_IMAGE_SIZE_CAP_BYTES,
    quota: own === null ? null : quotaToWire({ ...own, projectName: ctx.projectName }),
  }
  return c.json(body, 200, NOT_KEPT)
}

const MOST_ON_A_PAGE = 1000

async function listQuotas(c: ApiContext): Promise<Response> {
  assertAdmin(c)
  const limit = readLimit(c)
  const { quotas: directory } = c.var.api
  const found = await directory.list({ limit, marker: c.req.query('marker') })
  const last = found.length === limit ? found.at(-1)?.projectId : undefined
  const body: QuotaListWire = {
    source: directory.source,
    quotas: found.map(quotaToWire),
    ...(last === undefined
      ? {}
      : { next: `/v2/vitrine/quotas?limit=${limit}&marker=${encodeURIComponent(last)}` }),
  }
  return c.json(body, 200, NOT_KEPT)
}

function readLimit(c: ApiContext): number {
  const text = c.req.query('limit') ?? '100'
  const limit = Number(text)
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MOST_ON_A_PAGE) return limit
  throw invalid(`limit must be a whole number from 1 to ${MOST_ON_A_PAGE}.`, 'limit')
}

async function showQuota(c: ApiContext): Promise<Response> {
  assertAdmin(c)
  const own = await c.var.api.quotas.of(c.req.param('projectId') ?? '')
  return c.json({ source: c.var.api.quotas.source, quota: quotaToWire(own) }, 200, NOT_KEPT)
}

async function setQuota(c: ApiContext): Promise<Response> {
  assertAdmin(c)
  assertJsonType(c)
  const parsed = QUOTA_CHANGE.safeParse(await readJson(c))
  if (!parsed.success) throw refusedBody(parsed.error)
  await c.var.api.quotas.setLimits(c.req.param('projectId') ?? '', limitChangeOf(parsed.data))
  return showQuota(c)
}

function refusedBody({ issues: [issue] }: z.ZodError) {
  const field = issue?.path.join('.') || 'limits'
  return invalid(
    `The body must be {"limits": {"image_size_total": bytes, …}}; ${field}: ${issue?.message}.`,
    field,
  )
}

function assertAdmin(c: ApiContext): void {
  if (!isAdmin(c.var.ctx)) throw forbidden('Only an administrator sees and sets the quotas of projects.')
}
