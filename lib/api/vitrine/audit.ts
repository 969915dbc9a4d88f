import { Hono } from 'hono'
import {
  type AuditEventWire,
  type AuditListWire,
  type AuditReader,
  auditEventToCsv,
  auditEventToWire,
  CSV_HEAD,
  type NamedAuditEventWire,
  withNames,
} from '#lib/contract/event-audit-wire.ts'
import { parseEventFilter, parseEventLimit } from '#lib/contract/event-query.ts'
import { listLinks } from '#lib/contract/list-links.ts'
import { forbidden, invalid } from '#lib/domain/errors.ts'
import type { EventFilter, RecordedEvent } from '#lib/domain/recorded-events.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'

/** What happened: to whom it belongs, its own; to administrators, all. */
export const audit = new Hono<ApiEnv>()
audit.get('/events', noBody, listEvents)
audit.get('/events/export', noBody, exportEvents)

async function listEvents(c: ApiContext): Promise<Response> {
  const { api } = c.var
  const reader = readerOf(c)
  const parameters = new URL(c.req.url).searchParams
  const { VITRINE_LIMIT_DEFAULT: usual, VITRINE_LIMIT_MAX: most } = api.config
  const filter = readable(reader, parseEventFilter(parameters))
  const limit = parseEventLimit(parameters.get('limit'), { usual, most })
  const events = await api.eventLog.list(filter, limit)
  const last = events.length === limit ? events.at(-1)?.id.toString() : undefined
  const body: AuditListWire = {
    events: events.map((event) => auditEventToWire(event, reader)),
    ...listLinks('/v2/vitrine/events', parameters, last),
  }
  return c.json(body)
}

const FORMATS = {
  csv: { type: 'text/csv; charset=UTF-8', head: CSV_HEAD, between: '', end: '' },
  json: { type: 'application/json', head: '[', between: ',\n', end: ']\n' },
} as const

/** All that the filters find, newest first, as one file; read page by page while it is being sent. */
function exportEvents(c: ApiContext): Response {
  const reader = readerOf(c)
  const parameters = new URL(c.req.url).searchParams
  const name = parameters.get('format') ?? 'csv'
  if (name !== 'csv' && name !== 'json') throw invalid('format must be csv or json.', 'format')
  const { type, ...format } = FORMATS[name]
  const lines = async (events: readonly RecordedEvent[]): Promise<readonly string[]> => {
    const named = await withNamesOf(
      c,
      reader,
      events.map((event) => auditEventToWire(event, reader)),
    )
    return named.map((event) => (name === 'csv' ? auditEventToCsv(event) : JSON.stringify(event)))
  }
  const filter = readable(reader, parseEventFilter(parameters))
  return c.body(exportStream(c, filter, { ...format, lines }), 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="events.${name}"`,
  })
}

const EXPORT_PAGE = 500

interface ExportFormat {
  readonly head: string
  readonly between: string
  readonly end: string
  readonly lines: (events: readonly RecordedEvent[]) => Promise<readonly string[]>
}

function exportStream(c: ApiContext, filter: EventFilter, format: ExportFormat): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let olderThan = filter.olderThan
  let isFirst = true
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const page = { ...filter, ...(olderThan === undefined ? {} : { olderThan }) }
        const events = await c.var.api.eventLog.list(page, EXPORT_PAGE)
        const isLast = events.length < EXPORT_PAGE
        const lines = (await format.lines(events)).join(format.between)
        const before = isFirst ? format.head : events.length > 0 ? format.between : ''
        controller.enqueue(encoder.encode(before + lines + (isLast ? format.end : '')))
        isFirst = false
        olderThan = events.at(-1)?.id
        if (isLast) controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}

/** Everybody's names for administrators; others know their own, and every project whose id they see. */
async function withNamesOf(
  c: ApiContext,
  { isAdministrator }: AuditReader,
  events: readonly AuditEventWire[],
): Promise<readonly NamedAuditEventWire[]> {
  const { api, ctx } = c.var
  const userIds = isAdministrator ? events.flatMap((event) => event.user_id ?? []) : []
  const projectIds = events.flatMap((event) => [event.project_id, event.owner, event.member_id])
  const [users, projects] = await Promise.all([
    api.users.byId([...new Set(userIds)]),
    api.projects.byId([...new Set(projectIds)].filter((id) => id !== null)),
  ])
  const userNames = namesOf(users, { id: ctx.userId, name: ctx.userName })
  const projectNames = namesOf(projects, { id: ctx.projectId, name: ctx.projectName })
  return events.map((event) => withNames(event, userNames, projectNames))
}

interface NamedOne {
  readonly id: string | null
  readonly name: string | null
}

/** The asker's own come with the token, from whichever identity service it is. */
function namesOf(known: readonly NamedOne[], own: NamedOne): ReadonlyMap<string, string> {
  return new Map(
    [...known, own].flatMap(({ id, name }) => (id === null || name === null ? [] : [[id, name] as const])),
  )
}

/** @throws `forbidden` */
function readerOf(c: ApiContext): AuditReader {
  const { api, ctx } = c.var
  const isAdministrator = api.policy.check('get_all_events', ctx, {}).allowed
  if (!isAdministrator) {
    const own = { image: { owner: ctx.projectId, visibility: 'private' } } as const
    const verdict = api.policy.check('get_events', ctx, own)
    if (!verdict.allowed || ctx.projectId === null)
      throw forbidden('Events are shown to members of the project that they belong to: sign in to one.')
  }
  return {
    isAdministrator,
    projectId: ctx.projectId,
    mayReadProperty: (name) => api.propertyRules?.may('read', name, ctx) ?? true,
  }
}

/** Others than administrators find what belongs to their project, whatever they ask for. */
function readable(reader: AuditReader, filter: EventFilter): EventFilter {
  if (reader.isAdministrator || reader.projectId === null) return filter
  if (filter.owner !== undefined && filter.owner !== reader.projectId)
    throw forbidden('You see the events of your own project only: leave owner out.')
  return { ...filter, owner: reader.projectId }
}
