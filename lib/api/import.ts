import { Hono } from 'hono'
import { parseImport } from '#lib/contract/import-body.ts'
import { type TaskWire, taskToWire } from '#lib/contract/task-wire.ts'
import { isAdmin } from '#lib/domain/context.ts'
import { notFound } from '#lib/domain/errors.ts'
import { isOwnedBy } from '#lib/domain/rights.ts'
import type { Task } from '#lib/domain/task.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { assertJsonType, noBody, readJson } from './bodies.ts'
import { storeBody } from './image-data.ts'
import { requestedImage } from './requested-image.ts'
import { parseUploadHead } from './upload-head.ts'

/** Data that an image gets in two steps, or from elsewhere. */
export const imports = new Hono<ApiEnv>()
imports.put('/:imageId/stage', stageData)
imports.post('/:imageId/import', startImport)
imports.get('/:imageId/tasks', noBody, listTasks)

async function stageData(c: ApiContext): Promise<Response> {
  if (!c.var.api.importMethods.includes('glance-direct')) throw notFound('page', c.req.path)
  await storeBody(c, await requestedImage(c), { ...parseUploadHead(c), kind: 'stage' })
  return c.body(null, 204)
}

async function startImport(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  assertJsonType(c)
  const request = parseImport(await readJson(c), c.req.header('x-image-meta-store'), {
    methods: api.importMethods,
    hasSeveralStores: api.stores.isMultiple,
  })
  await api.images.startImport(ctx, await requestedImage(c), request)
  return c.body(null, 202)
}

async function listTasks(c: ApiContext): Promise<Response> {
  const image = await requestedImage(c)
  const tasks = await c.var.api.tasks.ofImage(image.id)
  return c.json({ tasks: tasks.map((task) => shownTask(c, task)) })
}

/** Addresses can be keys to what lies there: those who only see the image are not told where its data came from. */
function shownTask(c: ApiContext, task: Task): TaskWire {
  const isTheirs = isAdmin(c.var.ctx) || isOwnedBy(task, c.var.ctx)
  return isTheirs ? taskToWire(task) : { ...taskToWire(task), input: null }
}
