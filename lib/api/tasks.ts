import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { parseImageCreate } from '#lib/contract/image-create.ts'
import { type NewTaskRequest, parseNewTask } from '#lib/contract/import-body.ts'
import { listLinks } from '#lib/contract/list-links.ts'
import { parseTaskListQuery } from '#lib/contract/task-list-query.ts'
import { taskStubToWire, taskToWire } from '#lib/contract/task-wire.ts'
import { isUuid } from '#lib/contract/text.ts'
import { forbidden, invalid, notFound } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { newImage } from '#lib/domain/new-image.ts'
import type { Task } from '#lib/domain/task.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { assertJsonType, noBody, readJson } from './bodies.ts'
import { answerFault } from './faults.ts'
import { validateProperties } from './metadef-validation.ts'
import { imageRules } from './schemas.ts'

/** Work in the background, for those who may see all of it; its owners find theirs at their images. */
export const tasks = new Hono<ApiEnv>()
tasks.get('/', noBody, listTasks)
tasks.post('/', createTask)
tasks.get('/:taskId', noBody, showTask)
tasks.delete('/:taskId', refuseDeletion)
tasks.post('/:taskId/actions/cancel', noBody, cancelTask)
tasks.post('/:taskId/actions/retry', noBody, retryTask)

async function listTasks(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const parameters = new URL(c.req.url).searchParams
  const { VITRINE_LIMIT_DEFAULT: usual, VITRINE_LIMIT_MAX: most } = api.config
  const { items, isFull } = await api.tasks.list(ctx, parseTaskListQuery(parameters, { usual, most }))
  return c.json({
    tasks: items.map(taskStubToWire),
    ...listLinks('/v2/tasks', parameters, isFull ? items.at(-1)?.id : undefined),
    schema: '/v2/schemas/tasks',
  })
}

async function showTask(c: ApiContext): Promise<Response> {
  return c.json(taskToWire(await c.var.api.tasks.find(c.var.ctx, taskIdOf(c))))
}

/** Glance's old way to import: makes the image as well. */
async function createTask(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const verdict = api.policy.check('tasks_api_access', ctx, {})
  if (!verdict.allowed) throw forbidden(verdict.reason)
  assertJsonType(c)
  const request = parseNewTask(await readJson(c))
  if (!api.importMethods.includes('web-download')) {
    throw invalid('Tasks of type import fetch their data with web-download, which this site has not enabled.')
  }
  const draft = parseImageCreate(request.image, imageRules(c))
  await validateProperties(c, {}, draft.properties ?? {})
  const facts = { id: randomUUID(), owner: ctx.projectId, nowMs: api.clock() }
  const image = await api.images.add(ctx, newImage(draft, facts))
  const task = await fillNewImage(c, image, request).catch(async (error: unknown) => {
    await api.images.remove(ctx, image).catch(() => undefined)
    throw error
  })
  c.header('Location', `/v2/tasks/${task.id}`)
  return c.json(taskToWire(task), 201)
}

async function fillNewImage(c: ApiContext, image: Image, { input, uri }: NewTaskRequest): Promise<Task> {
  const { api, ctx } = c.var
  const { taskId } = await api.images.startImport(ctx, image, {
    ...{ method: 'web-download', details: { uri }, stores: 'default', mustAllSucceed: true },
    label: { type: 'import', input },
  })
  return api.tasks.find(ctx, taskId ?? '')
}

/** As in Glance: a task ends by itself, and is forgotten later. */
async function refuseDeletion(c: ApiContext): Promise<Response> {
  c.header('Allow', 'GET')
  return answerFault(c, 405, 'Tasks cannot be deleted: to end one, POST to its actions/cancel.')
}

async function cancelTask(c: ApiContext): Promise<Response> {
  await c.var.api.tasks.cancel(c.var.ctx, taskIdOf(c))
  return c.body(null, 202)
}

async function retryTask(c: ApiContext): Promise<Response> {
  const task = await c.var.api.tasks.retry(c.var.ctx, taskIdOf(c))
  c.header('Location', `/v2/tasks/${task.id}`)
  return c.json(taskToWire(task), 202)
}

function taskIdOf(c: ApiContext): string {
  const taskId = c.req.param('taskId') ?? ''
  if (!isUuid(taskId)) throw notFound('task', taskId)
  return taskId
}
