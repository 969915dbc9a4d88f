import { Hono, type MiddlewareHandler } from 'hono'
import {
  healthToWire,
  imageStoresToWire,
  parseCheck,
  parseDrain,
  parseMove,
  parseStoreState,
  type StoreListWire,
  storeToWire,
} from '#lib/contract/store-wire.ts'
import { forbidden } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { assertJsonType, noBody, readJson } from '../bodies.ts'
import { requestedImage } from '../requested-image.ts'

const administratorsOnly: MiddlewareHandler<ApiEnv> = async (c, next) => {
  assertMay(c)
  await next()
}

function assertMay(c: ApiContext): void {
  const verdict = c.var.api.policy.check('manage_stores', c.var.ctx, {})
  if (!verdict.allowed) throw forbidden(verdict.reason)
}

/** How the stores are, and what administrators do with them. */
export const storeCare = new Hono<ApiEnv>()
storeCare.use('*', administratorsOnly)
storeCare.get('/', noBody, listStores)
storeCare.get('/:store', noBody, showStore)
storeCare.patch('/:store', setState)
storeCare.post('/:store/drain', drainStore)
storeCare.post('/:store/probe', noBody, probeStore)
storeCare.post('/:store/verify', noBody, verifyStore)

/** Where an image's data lies, and whether it is still what it was. */
export const imageStores = new Hono<ApiEnv>()
imageStores.get('/:imageId/stores', noBody, listImageStores)
imageStores.post('/:imageId/verify', verifyImage)
imageStores.post('/:imageId/move', moveImage)

const NOT_KEPT = { 'Cache-Control': 'no-store' }
const storeOf = (c: ApiContext): string => c.req.param('store') ?? ''

async function listStores(c: ApiContext): Promise<Response> {
  const { storeDesk } = c.var.api
  const reports = await storeDesk.list()
  const body: StoreListWire = { node: storeDesk.node, stores: reports.map(storeToWire) }
  return c.json(body, 200, NOT_KEPT)
}

async function showStore(c: ApiContext): Promise<Response> {
  return c.json(storeToWire(await c.var.api.storeDesk.find(storeOf(c))), 200, NOT_KEPT)
}

async function setState(c: ApiContext): Promise<Response> {
  assertJsonType(c)
  const state = parseStoreState(await readJson(c))
  await c.var.api.storeDesk.setState(c.var.ctx, storeOf(c), state)
  return showStore(c)
}

async function drainStore(c: ApiContext): Promise<Response> {
  assertJsonType(c)
  const to = parseDrain(await readJson(c))
  const taskId = await c.var.api.storeDesk.drain(c.var.ctx, storeOf(c), to)
  return c.json({ task_id: taskId }, 202)
}

async function probeStore(c: ApiContext): Promise<Response> {
  return c.json(healthToWire(await c.var.api.storeDesk.probe(storeOf(c))), 200, NOT_KEPT)
}

async function verifyStore(c: ApiContext): Promise<Response> {
  return c.json({ images: await c.var.api.storeDesk.check(storeOf(c)) }, 202)
}

/** For whoever sees the image: which stores have it, never where in them. */
async function listImageStores(c: ApiContext): Promise<Response> {
  const image = await requestedImage(c)
  const checks = await c.var.api.storeDesk.checksOf(image.id)
  const storeIds = image.locations.map(({ storeId }) => storeId)
  return c.json({ stores: imageStoresToWire(storeIds, checks) }, 200, NOT_KEPT)
}

async function verifyImage(c: ApiContext): Promise<Response> {
  const image = await requestedImage(c)
  assertMay(c)
  assertJsonType(c)
  await c.var.api.storeDesk.checkImage(image, parseCheck(await readJson(c)))
  return c.body(null, 202)
}

async function moveImage(c: ApiContext): Promise<Response> {
  const image = await requestedImage(c)
  assertMay(c)
  assertJsonType(c)
  const order = parseMove(await readJson(c))
  return c.json({ task_id: await c.var.api.storeDesk.moveImage(c.var.ctx, image, order) }, 202)
}
