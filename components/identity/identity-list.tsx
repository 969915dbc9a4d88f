'use client'

import { Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { type PagedList, ShowMore } from '#components/ui/show-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { ApiFault } from '#lib/client/api-fault.ts'
import type { IdentityKind, IdentityProject, IdentityUser } from '#lib/client/identity.ts'

interface IdentityListProps<Thing> {
  readonly kind: IdentityKind
  readonly things: readonly Thing[] | undefined
  readonly error: unknown
  readonly onRetry: () => void
  readonly list: PagedList
  readonly actions: (thing: Thing) => ReactNode
}

/** Users or projects by name, with a field that narrows them. */
export function IdentityList<Thing extends IdentityUser | IdentityProject>(props: IdentityListProps<Thing>) {
  const { kind, things, error, onRetry, list, actions } = props
  const t = useTranslations('identity')
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim().toLowerCase())
  if (things === undefined) return <Waiting kind={kind} error={error} onRetry={onRetry} />
  const shown = things.filter((thing) => matches(thing, wanted)).sort((a, b) => a.name.localeCompare(b.name))
  return (
    <div className="px-4 pb-8 sm:px-6">
      <Input
        type="search"
        aria-label={t('list.find', { kind })}
        placeholder={t('list.placeholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="mb-3 max-w-80"
      />
      <p role="status" className="sr-only">
        {t('list.count', { kind, shown: String(shown.length), all: String(things.length) })}
      </p>
      {shown.length === 0 ? (
        <EmptyState icon={Users} title={t('list.noneLike', { kind })}>
          {t(list.hasNextPage ? 'list.notAll' : 'list.fewer')}
        </EmptyState>
      ) : (
        <ul aria-label={t('kind', { kind })} className="divide-y rounded-lg border">
          {shown.map((thing) => (
            <Row key={thing.id} thing={thing}>
              {actions(thing)}
            </Row>
          ))}
        </ul>
      )}
      <ShowMore list={list} />
    </div>
  )
}

function matches({ id, name, description }: IdentityUser | IdentityProject, wanted: string): boolean {
  return (
    [name, description ?? ''].some((each) => each.toLowerCase().includes(wanted)) || id.startsWith(wanted)
  )
}

function Row({
  thing,
  children,
}: {
  readonly thing: IdentityUser | IdentityProject
  readonly children: ReactNode
}) {
  const t = useTranslations('identity.list')
  const { id, name, description, enabled, domain_id: domain } = thing
  return (
    <li className="flex items-center gap-x-4 px-3.5 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <bdi className="truncate font-medium" title={name}>
            {name}
          </bdi>
          {!enabled && <Badge tone="warn">{t('disabled')}</Badge>}
        </p>
        <p className="flex min-w-0 items-center gap-x-2 text-xs text-muted">
          <code className="truncate font-mono">{id}</code>
          <CopyButton text={id} what={t('idOf', { name })} className="-my-1" />
          {domain !== 'default' && <span className="shrink-0">{t('inDomain', { domain })}</span>}
          {description && <bdi className="truncate max-sm:hidden">{description}</bdi>}
        </p>
      </div>
      {children}
    </li>
  )
}

interface WaitingProps {
  readonly kind: IdentityKind
  readonly error: unknown
  readonly onRetry: () => void
}

function Waiting({ kind, error, onRetry }: WaitingProps) {
  const t = useTranslations('identity.list')
  if (error instanceof ApiFault && error.status === 404) {
    return (
      <Notice tone="info" title={t('ownTitle')} className="mx-4 sm:mx-6">
        {t.rich('own', { kind, code: (text) => <code className="font-mono text-xs">{text}</code> })}
      </Notice>
    )
  }
  return (
    <div className="px-4 sm:px-6">
      {error === null ? (
        <p role="status">
          <span className="sr-only">{t('loading', { kind })}</span>
          <Skeleton className="h-40 rounded-lg" />
        </p>
      ) : (
        <FaultNotice title={t('notLoaded', { kind })} error={error} onRetry={onRetry} />
      )}
    </div>
  )
}
