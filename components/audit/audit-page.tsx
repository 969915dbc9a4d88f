'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronRight, ChevronsLeft, Download, ScrollText } from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
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
import { useUserNames } from './use-user-names.ts'

/** Everything that happened on this site, for those who answer for it. */
export function AuditPage() {
  const t = useTranslations('audit')
  const { filters, marker, go } = useAuditAddress()
  return (
    <AdminPage title={t('title')} actions={<Exports filters={filters} />}>
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
  const t = useTranslations('audit')
  return (
    <>
      <ButtonLink href={auditExportPath(filters, 'csv')} download="events.csv" icon={Download}>
        {t('csv')}
      </ButtonLink>
      <ButtonLink href={auditExportPath(filters, 'json')} download="events.json" icon={Download}>
        {t('json')}
      </ButtonLink>
    </>
  )
}

function AuditList({ filters, marker, go }: AuditAddress) {
  const t = useTranslations('audit')
  const told = useTranslations('events')
  const page = useQuery(auditPageOptions(filters, marker))
  const events = page.data?.events ?? []
  const nameOf = useProjectNames(
    events.flatMap(({ project_id, owner, member_id }) => [project_id, owner, member_id]),
  )
  const userNameOf = useUserNames(events.map(({ user_id }) => user_id))
  if (page.isError) {
    return <FaultNotice title={t('notLoaded')} error={page.error} onRetry={() => void page.refetch()} />
  }
  if (page.data === undefined) {
    return (
      <p role="status">
        <span className="sr-only">{t('loading')}</span>
        <Skeleton className="h-40 rounded-lg" />
      </p>
    )
  }
  if (events.length === 0) {
    return (
      <EmptyState icon={ScrollText} title={t('none')}>
        {t('noneText')}
      </EmptyState>
    )
  }
  const narrow = (name: AuditFilter, value: string): void => go({ ...filters, [name]: value })
  const last = page.data.next === undefined ? undefined : events.at(-1)?.id
  return (
    <>
      <ol aria-label={told('newestFirst')} className="divide-y rounded-lg border">
        {events.map((event) => (
          <AuditRow key={event.id} event={event} nameOf={nameOf} userNameOf={userNameOf} narrow={narrow} />
        ))}
      </ol>
      <nav aria-label={t('pages')} className="mt-3 flex flex-wrap items-center gap-1.5">
        <p role="status" className="flex-1 text-xs text-muted tabular-nums">
          {t(marker !== null || last !== undefined ? 'countHere' : 'count', {
            count: events.length,
            n: String(events.length),
          })}
        </p>
        <Button
          size="sm"
          icon={ChevronsLeft}
          disabledReason={marker === null ? t('areNewest') : undefined}
          onClick={() => go(filters)}
        >
          {t('newest')}
        </Button>
        <Button
          size="sm"
          icon={ChevronRight}
          className="flex-row-reverse"
          disabledReason={last === undefined ? t('noOlder') : undefined}
          onClick={() => last !== undefined && go(filters, last)}
        >
          {t('older')}
        </Button>
      </nav>
    </>
  )
}
