'use client'

import { Users } from 'lucide-react'
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
import type { IdentityProject, IdentityUser } from '#lib/client/identity.ts'

interface IdentityListProps<Thing> {
  /** What they are: "users". */
  readonly what: string
  readonly things: readonly Thing[] | undefined
  readonly error: unknown
  readonly onRetry: () => void
  readonly list: PagedList
  readonly actions: (thing: Thing) => ReactNode
}

/** Users or projects by name, with a field that narrows them. */
export function IdentityList<Thing extends IdentityUser | IdentityProject>(props: IdentityListProps<Thing>) {
  const { what, things, error, onRetry, list, actions } = props
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim().toLowerCase())
  if (things === undefined) return <Waiting what={what} error={error} onRetry={onRetry} />
  const shown = things.filter((thing) => matches(thing, wanted)).sort((a, b) => a.name.localeCompare(b.name))
  return (
    <div className="px-4 pb-8 sm:px-6">
      <Input
        type="search"
        aria-label={`Find ${what}`}
        placeholder="Name, description or ID"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="mb-3 max-w-80"
      />
      <p role="status" className="sr-only">
        {shown.length} of {things.length} {what}
      </p>
      {shown.length === 0 ? (
        <EmptyState icon={Users} title={`No ${what} like that`}>
          {list.hasNextPage
            ? 'Not all are loaded yet: show more, or try fewer letters.'
            : 'Try fewer letters.'}
        </EmptyState>
      ) : (
        <ul aria-label={what} className="divide-y rounded-lg border">
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
  const { id, name, description, enabled, domain_id: domain } = thing
  return (
    <li className="flex items-center gap-x-4 px-3.5 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <bdi className="truncate font-medium" title={name}>
            {name}
          </bdi>
          {!enabled && <Badge tone="warn">Disabled</Badge>}
        </p>
        <p className="flex min-w-0 items-center gap-x-2 text-xs text-muted">
          <code className="truncate font-mono">{id}</code>
          <CopyButton text={id} what={`ID of ${name}`} className="-my-1" />
          {domain !== 'default' && <span className="shrink-0">in the domain {domain}</span>}
          {description && <bdi className="truncate max-sm:hidden">{description}</bdi>}
        </p>
      </div>
      {children}
    </li>
  )
}

interface WaitingProps {
  readonly what: string
  readonly error: unknown
  readonly onRetry: () => void
}

function Waiting({ what, error, onRetry }: WaitingProps) {
  if (error instanceof ApiFault && error.status === 404) {
    return (
      <Notice tone="info" title="An identity service of its own" className="mx-4 sm:mx-6">
        This site takes its {what} from its own Keystone: manage them there, with its dashboard or{' '}
        <code className="font-mono text-xs">openstack</code>. What you change there holds here at once.
      </Notice>
    )
  }
  return (
    <div className="px-4 sm:px-6">
      {error === null ? (
        <p role="status">
          <span className="sr-only">Loading {what}…</span>
          <Skeleton className="h-40 rounded-lg" />
        </p>
      ) : (
        <FaultNotice title={`The ${what} could not be loaded`} error={error} onRetry={onRetry} />
      )}
    </div>
  )
}
