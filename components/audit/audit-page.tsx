'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronRight, ChevronsLeft, Download, ScrollText } from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import {
  type AuditFilter,
  type AuditFilters,
  auditExportPath,
  auditPageOptions,
  readAuditFilters,
} from '#lib/client/audit.ts'
import { AuditFilterForm } from './audit-filter-form.tsx'
import { AuditRow } from './audit-row.tsx'
import { useProjectNames } from './use-project-names.ts'

/** Everything that happened on this site, for those who answer for it. */
export function AuditPage() {
  const { filters, marker, go } = useAuditAddress()
  return (
    <AdminPage title="Audit" actions={<Exports filters={filters} />}>
      <div className="px-4 pb-8 sm:px-6">
        <AuditFilterForm filters={filters} onApply={(next) => go(next)} />
        <AuditList filters={filters} marker={marker} go={go} />
      </div>
    </AdminPage>
  )
}

interface AuditAddress {
  readonly filters: AuditFilters
  /** The last event of the page before; null: the newest page. */
  readonly marker: string | null
  readonly go: (filters: AuditFilters, marker?: string) => void
}

/** The filters and the page stand in the address: they survive reloads and can be sent to somebody. */
function useAuditAddress(): AuditAddress {
  const query = useSearchParams()
  const pathname = usePathname()
  return {
    filters: readAuditFilters(new URLSearchParams(query)),
    marker: query.get('marker'),
    go(filters, marker) {
      const next = new URLSearchParams({ ...filters, ...(marker !== undefined && { marker }) }).toString()
      // The history, not the router: the page itself is the same, only its data differ.
      history.pushState(null, '', next === '' ? pathname : `${pathname}?${next}`)
    },
  }
}

function Exports({ filters }: { readonly filters: AuditFilters }) {
  return (
    <>
      <ButtonLink href={auditExportPath(filters, 'csv')} download="events.csv" icon={Download}>
        Export CSV
      </ButtonLink>
      <ButtonLink href={auditExportPath(filters, 'json')} download="events.json" icon={Download}>
        Export JSON
      </ButtonLink>
    </>
  )
}

function AuditList({ filters, marker, go }: AuditAddress) {
  const page = useQuery(auditPageOptions(filters, marker))
  const events = page.data?.events ?? []
  const nameOf = useProjectNames(
    events.flatMap(({ project_id, owner, member_id }) => [project_id, owner, member_id]),
  )
  if (page.isError) {
    return (
      <FaultNotice
        title="The events could not be loaded"
        error={page.error}
        onRetry={() => void page.refetch()}
      />
    )
  }
  if (page.data === undefined) {
    return (
      <p role="status">
        <span className="sr-only">Loading events…</span>
        <Skeleton className="h-40 rounded-lg" />
      </p>
    )
  }
  if (events.length === 0) {
    return (
      <EmptyState icon={ScrollText} title="No such events">
        Nothing was recorded that fits the filters. Events leave the trail after some time.
      </EmptyState>
    )
  }
  const narrow = (name: AuditFilter, value: string): void => go({ ...filters, [name]: value })
  const last = page.data.next === undefined ? undefined : events.at(-1)?.id
  return (
    <>
      <ol aria-label="Events, newest first" className="divide-y rounded-lg border">
        {events.map((event) => (
          <AuditRow key={event.id} event={event} nameOf={nameOf} narrow={narrow} />
        ))}
      </ol>
      <nav aria-label="Pages of events" className="mt-3 flex flex-wrap items-center gap-1.5">
        <p role="status" className="flex-1 text-xs text-muted tabular-nums">
          {events.length} {events.length === 1 ? 'event' : 'events'}
          {marker !== null || last !== undefined ? ' on this page' : ''}
        </p>
        <Button
          size="sm"
          icon={ChevronsLeft}
          disabledReason={marker === null ? 'These are the newest' : undefined}
          onClick={() => go(filters)}
        >
          Newest
        </Button>
        <Button
          size="sm"
          icon={ChevronRight}
          className="flex-row-reverse"
          disabledReason={last === undefined ? 'There are no older ones' : undefined}
          onClick={() => last !== undefined && go(filters, last)}
        >
          Older
        </Button>
      </nav>
    </>
  )
}
