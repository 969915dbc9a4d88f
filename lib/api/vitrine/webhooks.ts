import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import {
  deliveryToWire,
  parseWebhookChange,
  parseWebhookCreate,
  webhookToWire,
} from '#lib/contract/webhook-body.ts'
import { forbidden, notFound } from '#lib/domain/errors.ts'
import type { Webhook } from '#lib/domain/webhooks.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { assertJsonType, noBody, readJson } from '../bodies.ts'

const MOST_DELIVERIES = 1000

const administratorsOnly: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const verdict = c.var.api.policy.check('manage_webhooks', c.var.ctx, {})
  if (!verdict.allowed) throw forbidden(verdict.reason)
  await next()
}

/** Where events are sent: for administrators. */
export const webhooks = new Hono<ApiEnv>()
webhooks.use('*', administratorsOnly)
webhooks.get('/', noBody, listWebhooks)
webhooks.post('/', createWebhook)
webhooks.get('/:webhookId', noBody, showWebhook)
webhooks.patch('/:webhookId', changeWebhook)
webhooks.delete('/:webhookId', noBody, deleteWebhook)
webhooks.get('/:webhookId/deliveries', noBody, listDeliveries)
webhooks.post('/:webhookId/deliveries/:deliveryId/replay', noBody, replayDelivery)

async function listWebhooks(c: ApiContext): Promise<Response> {
  const all = await c.var.api.webhooks.records.list()
  return c.json({ webhooks: all.map(webhookToWire) })
}

async function createWebhook(c: ApiContext): Promise<Response> {
  const { api } = c.var
  assertJsonType(c)
  const { name, url, secret, types, enabled } = parseWebhookCreate(await readJson(c))
  api.webhooks.checkUrl(url)
  const nowMs = api.clock()
  const times = { createdAtMs: nowMs, updatedAtMs: nowMs }
  const webhook: Webhook = { id: randomUUID(), name, url, types, isEnabled: enabled, ...times }
  await api.webhooks.records.add(webhook, api.webhooks.seal(secret))
  c.header('Location', `/v2/vitrine/webhooks/${webhook.id}`)
  return c.json(webhookToWire(webhook), 201)
}

async function showWebhook(c: ApiContext): Promise<Response> {
  return c.json(webhookToWire(await requested(c)))
}

async function changeWebhook(c: ApiContext): Promise<Response> {
  const { api } = c.var
  assertJsonType(c)
  const before = await requested(c)
  const {
    secret,
    enabled,
    name = before.name,
    url = before.url,
    types = before.types,
  } = parseWebhookChange(await readJson(c))
  api.webhooks.checkUrl(url)
  const isEnabled = enabled ?? before.isEnabled
  const after: Webhook = { ...before, name, url, types, isEnabled, updatedAtMs: api.clock() }
  await api.webhooks.records.save(after, secret === undefined ? undefined : api.webhooks.seal(secret))
  return c.json(webhookToWire(after))
}

async function deleteWebhook(c: ApiContext): Promise<Response> {
  await c.var.api.webhooks.records.remove(c.req.param('webhookId') ?? '')
  return c.body(null, 204)
}

/** What waits, or with `state=dead` what was given up. */
async function listDeliveries(c: ApiContext): Promise<Response> {
  const { id } = await requested(c)
  const state = c.req.query('state') === 'dead' ? 'dead' : 'waiting'
  const deliveries = await c.var.api.webhooks.records.deliveries(id, state, MOST_DELIVERIES)
  return c.json({ deliveries: deliveries.map(deliveryToWire) })
}

async function replayDelivery(c: ApiContext): Promise<Response> {
  const deliveryId = c.req.param('deliveryId') ?? ''
  if (!/^\d{1,15}$/.test(deliveryId)) throw notFound('delivery', deliveryId)
  await c.var.api.webhooks.records.replay(c.req.param('webhookId') ?? '', Number(deliveryId))
  return c.body(null, 202)
}

function requested(c: ApiContext): Promise<Webhook> {
  return c.var.api.webhooks.records.get(c.req.param('webhookId') ?? '')
}
