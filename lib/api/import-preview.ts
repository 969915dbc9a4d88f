import { Hono } from 'hono'
import { parseImportPreviewBody } from '#lib/contract/import-preview.ts'
import { isAdmin } from '#lib/domain/context.ts'
import { forbidden } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { assertJsonType, readJson } from './bodies.ts'

/** What an import from an address would bring: an addition to the Image API. */
export const importPreview = new Hono<ApiEnv>()
importPreview.post('/', previewImport)

async function previewImport(c: ApiContext): Promise<Response> {
  const { ctx, api } = c.var
  if (ctx.projectId === null || !(isAdmin(ctx) || ctx.roles.includes('member'))) {
    throw forbidden('Only members of a project may let the service look at addresses.')
  }
  assertJsonType(c)
  const { uri } = parseImportPreviewBody(await readJson(c))
  return c.json(await api.importPreview(uri, c.req.raw.signal))
}
