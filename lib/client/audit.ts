import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { AuditEventWire, AuditListWire } from '../contract/event-audit-wire.ts'
import type { EventType } from '../domain/events.ts'
import { requestJson } from './http.ts'
import { historyKey } from './image-refresh.ts'

const LIST = '/v2/vitrine/events'
const HISTORY_PAGE = 10
const AUDIT_PAGE = 50

/** Each deed once: the other types tell the same again for those who listen to them. */
const HISTORY_TYPES: readonly EventType[] = [
  ...(['image.create', 'image.upload', 'image.update', 'image.send', 'image.delete'] as const),
  ...(['image.share.offer', 'image.share.accept', 'image.share.reject', 'image.share.withdraw'] as const),
  ...(['task.create', 'task.success', 'task.failure'] as const),
]

/** What happened to an image, newest first, page by page. */
export function imageHistoryOptions(imageId: string) {
  const query = new URLSearchParams([
    ['image_id', imageId],
    ['limit', String(HISTORY_PAGE)],
    ...HISTORY_TYPES.map((type) => ['type', type]),
  ])
  return infiniteQueryOptions({
    queryKey: historyKey(imageId),
    initialPageParam: `${LIST}?${query}`,
    queryFn: ({ pageParam, signal }) => requestJson<AuditListWire>(pageParam, { signal }),
    getNextPageParam: (page) => page.next,
  })
}

/** What the audit's address may hold, in the service's words. */
export const AUDIT_FILTERS = ['type', 'user_id', 'project_id', 'owner', 'image_id', 'since', 'until'] as const
export type AuditFilter = (typeof AUDIT_FILTERS)[number]
export type AuditFilters = Readonly<Partial<Record<AuditFilter, string>>>

/** The filters that stand in the page's address. */
export function readAuditFilters(address: URLSearchParams): AuditFilters {
  const given = AUDIT_FILTERS.map((name) => [name, address.get(name)?.trim() ?? ''] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== ''))
}

/** One page of the audit, newest first. @param marker The last event of the page before */
export function auditPageOptions(filters: AuditFilters, marker: string | null) {
  const query = new URLSearchParams({ ...filters, limit: String(AUDIT_PAGE) })
  if (marker !== null) query.set('marker', marker)
  return queryOptions({
    queryKey: ['audit', query.toString()],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => requestJson<AuditListWire>(`${LIST}?${query}`, { signal }),
  })
}

/** Where the browser fetches all that the filters find. */
export function auditExportPath(filters: AuditFilters, format: 'csv' | 'json'): string {
  return `${LIST}/export?${new URLSearchParams({ ...filters, format })}`
}

export type { AuditEventWire }
