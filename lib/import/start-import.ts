import { randomUUID } from 'node:crypto'
import type { Context } from '#lib/domain/context.ts'
import { conflict, invalid } from '#lib/domain/errors.ts'
import type { Image, ImageStatus } from '#lib/domain/image.ts'
import type { ImportRequest, ImportTicket } from '#lib/domain/import.ts'
import type { ImportRoom } from '#lib/domain/import-records.ts'
import { UNLIMITED } from '#lib/domain/limits.ts'
import type { JsonObject } from '#lib/domain/task.ts'
import type { ImportInput, Requester } from '#lib/tasks/import-ports.ts'
import { COPY_METHOD, type ImportDeps, STAGED_METHOD } from './import-deps.ts'
import { type ImportStart, newImportState } from './import-state.ts'

/**
 * Judges the request, locks the image and leaves the work to a task.
 * @throws `conflict` state, formats, unknown stores, lock; `invalid` the method's details; `unavailable` a store that takes no data
 */
export async function startImport(
  deps: ImportDeps,
  ctx: Context,
  image: Image,
  request: ImportRequest,
): Promise<ImportTicket> {
  const { label } = request
  assertCanImport(image, request.method)
  const stores = storesFor(deps, image, request)
  if (stores.length === 0) return { taskId: null }
  const requester: Requester = { userId: ctx.userId, projectId: ctx.projectId, roles: ctx.roles }
  const input = await checkSource(deps, request, requester)
  const start: ImportStart = {
    ...{ method: request.method, input, requester, stores, mustAllSucceed: request.mustAllSucceed },
  }
  const taskId = randomUUID()
  await deps.records.begin(
    image,
    {
      ...{ id: taskId, type: label?.type ?? 'api_image_import', owner: ctx.projectId, userId: ctx.userId },
      ...{ imageId: image.id, requestId: ctx.requestId, createdAtMs: deps.clock.nowMs() },
      input: label?.input ?? shownInput(image, start),
      state: newImportState(start),
    },
    { stores, room: roomFor(image, request), within: request.within ?? UNLIMITED },
  )
  deps.wake()
  return { taskId }
}

function assertCanImport(image: Image, method: string): void {
  const wanted = statusFor(method)
  if (image.status !== wanted) {
    throw conflict(`Image ${image.id} is ${image.status}; ${method} needs one that is ${wanted}.`)
  }
  if (image.containerFormat === null) {
    throw conflict(`Image ${image.id} has no container_format. Set it with PATCH, then import the data.`)
  }
  if (image.diskFormat === null) {
    throw conflict(`Image ${image.id} has no disk_format. Set it with PATCH, then import the data.`)
  }
}

function statusFor(method: string): ImageStatus {
  if (method === COPY_METHOD) return 'active'
  return method === STAGED_METHOD ? 'uploading' : 'queued'
}

function storesFor({ stores }: ImportDeps, image: Image, request: ImportRequest): readonly string[] {
  const known = new Set(stores.stores.map(({ id }) => id))
  const chosen = request.stores === 'default' ? [stores.writable(undefined).id] : request.stores
  const writable = stores.infos.filter(({ isReadOnly }) => !isReadOnly).map(({ id }) => id)
  const wanted = chosen === 'all' ? writable : chosen
  const unknown = wanted.filter((id) => !known.has(id))
  if (unknown.length > 0) throw conflict(`There is no store ${unknown.join(', ')}.`)
  for (const id of wanted) stores.writable(id)
  if (request.method !== COPY_METHOD) return wanted
  const present = new Set(image.locations.map(({ storeId }) => storeId))
  const missing = wanted.filter((id) => !present.has(id))
  if (chosen !== 'all' && missing.length < wanted.length) {
    const already = wanted.filter((id) => present.has(id)).join(', ')
    throw invalid(`Image ${image.id} lies in ${already} already.`, 'stores')
  }
  return missing
}

async function checkSource(
  { sources }: ImportDeps,
  { method, details, checkedInput }: ImportRequest,
  requester: Requester,
): Promise<ImportInput> {
  if (checkedInput !== undefined) return checkedInput
  const source = sources.find((each) => each.method === method)
  return source === undefined ? {} : source.check(details, requester)
}

/** What is known of the room that the data will need. */
function roomFor({ sizeBytes }: Image, { method }: ImportRequest): ImportRoom {
  if (sizeBytes === null) return { kind: 'stage', bytes: null }
  return { kind: 'store', bytes: sizeBytes, countsAsUpload: method === COPY_METHOD }
}

/** As Glance's administrators see it. */
function shownInput(image: Image, { method, input, stores }: ImportStart): JsonObject {
  return { image_id: image.id, import_req: { method: { name: method, ...input } }, backend: stores }
}
