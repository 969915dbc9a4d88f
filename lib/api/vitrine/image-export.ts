import { Hono } from 'hono'
import { IMAGE_CSV_HEAD, imageToCsv } from '#lib/contract/image-csv.ts'
import { parseImageListQuery } from '#lib/contract/image-list-query.ts'
import type { ImageOwnersWire } from '#lib/contract/image-wire.ts'
import { isAdmin } from '#lib/domain/context.ts'
import { forbidden } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ImageQuery } from '#lib/domain/query.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
import { toWire } from '../image-wire.ts'

/** What a list comes to, whose it is, and all of it as one file; with the filters and the order of `GET /v2/images`. */
export const imageExport = new Hono<ApiEnv>()
imageExport.get('/total', noBody, showTotal)
imageExport.get('/owners', noBody, showOwners)
imageExport.get('/export.csv', noBody, exportCsv)
imageExport.get('/export.json', noBody, exportJson)

async function showTotal(c: ApiContext): Promise<Response> {
  const { count, bytes, isMore } = await c.var.api.images.total(c.var.ctx, requestedQuery(c))
  return c.json({ count, bytes, is_more: isMore })
}

/** Only for those who see everybody's images: a site's own rules may hide some of what others' lists would count. */
async function showOwners(c: ApiContext): Promise<Response> {
  if (!isAdmin(c.var.ctx)) throw forbidden('Only administrators see whose images there are.')
  const { owners, isMore } = await c.var.api.images.owners(c.var.ctx, requestedQuery(c))
  const body: ImageOwnersWire = {
    owners: owners.map(({ projectId, count }) => ({ id: projectId, count })),
    is_more: isMore,
  }
  return c.json(body)
}

function exportCsv(c: ApiContext): Promise<Response> {
  return answerFile(c, {
    name: 'images.csv',
    type: 'text/csv; charset=UTF-8',
    head: IMAGE_CSV_HEAD,
    between: '',
    end: '',
    write: (image) => imageToCsv(toWire(c, image), image.properties),
  })
}

function exportJson(c: ApiContext): Promise<Response> {
  return answerFile(c, {
    name: 'images.json',
    type: 'application/json',
    head: '[',
    between: ',\n',
    end: ']\n',
    write: (image) => JSON.stringify(toWire(c, image)),
  })
}

interface FileFormat {
  readonly name: string
  readonly type: string
  readonly head: string
  readonly between: string
  readonly end: string
  readonly write: (image: Image) => string
}

const PAGE = 500

/** Read page by page while it is being sent: no more than one page is in memory. A refusal comes before the file begins. */
async function answerFile(c: ApiContext, format: FileFormat): Promise<Response> {
  const query = { ...requestedQuery(c), limit: PAGE }
  const first = await c.var.api.images.list(c.var.ctx, query)
  return c.body(fileStream(c, { query, first, format }), 200, {
    'Content-Type': format.type,
    'Content-Disposition': `attachment; filename="${format.name}"`,
  })
}

interface Export {
  readonly query: ImageQuery
  readonly first: Awaited<ReturnType<ApiContext['var']['api']['images']['list']>>
  readonly format: FileFormat
}

function fileStream(c: ApiContext, { query, first, format }: Export): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let page = first
  let before = format.head
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const lines = page.items.map(format.write).join(format.between)
        const marker = page.isFull ? page.items.at(-1)?.id : undefined
        const next = marker && (await c.var.api.images.list(c.var.ctx, { ...query, marker }))
        const isLast = next === undefined || next === '' || next.items.length === 0
        controller.enqueue(encoder.encode(before + lines + (isLast ? format.end : '')))
        if (isLast) return controller.close()
        before = format.between
        page = next
      },
    },
    { highWaterMark: 0 },
  )
}

/** Limits and markers are for pages. */
function requestedQuery(c: ApiContext): ImageQuery {
  const parameters = new URL(c.req.url).searchParams
  parameters.delete('limit')
  parameters.delete('marker')
  return parseImageListQuery(parameters, { usual: PAGE, most: PAGE })
}
