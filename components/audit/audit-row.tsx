'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RelativeTime } from '#components/images/time.tsx'
import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import type { AuditEventWire, AuditFilter } from '#lib/client/audit.ts'
import { eventStory } from '#lib/client/event-words.ts'
import { utcTime } from '#lib/client/time-text.ts'
import { ChangeLines } from './change-lines.tsx'

interface AuditRowProps {
  readonly event: AuditEventWire
  readonly nameOf: (projectId: string) => string
  readonly userNameOf: (userId: string) => string
  /** Shows only what has this in common. */
  readonly narrow: (filter: AuditFilter, value: string) => void
}

export function AuditRow({ event, nameOf, userNameOf, narrow }: AuditRowProps) {
  const events = useTranslations('events')
  const { title, changes } = eventStory(event, nameOf, events)
  return (
    <li className="grid gap-x-6 gap-y-1.5 px-3.5 py-2.5 lg:grid-cols-[10rem_minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex flex-wrap gap-x-2 lg:block">
        <time dateTime={event.recorded_at} className="block tabular-nums">
          {utcTime(Date.parse(event.recorded_at))}
        </time>
        <span className="text-xs text-muted">
          <RelativeTime atMs={Date.parse(event.recorded_at)} />
        </span>
      </div>
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <bdi className={cx('font-medium break-words', event.priority === 'ERROR' && 'text-danger')}>
            {title}
          </bdi>
          <code className="font-mono text-xs text-muted">{event.type}</code>
        </p>
        <ChangeLines changes={changes} />
        {event.failure !== null && (
          <p className="break-words text-muted">
            <ServiceText>{event.failure}</ServiceText>
          </p>
        )}
        <EventObject event={event} nameOf={nameOf} narrow={narrow} />
      </div>
      <EventActor event={event} nameOf={nameOf} userNameOf={userNameOf} narrow={narrow} />
    </li>
  )
}

/** What it happened to, and whose that is. */
function EventObject({ event, nameOf, narrow }: Omit<AuditRowProps, 'userNameOf'>) {
  const t = useTranslations('audit.row')
  const { image_id, task_id, owner } = event
  return (
    <p className="text-xs text-muted">
      {image_id !== null && (
        <>
          {t.rich('image', {
            id: () => <Narrow filter="image_id" value={image_id} title={t('onlyImage')} narrow={narrow} />,
          })}{' '}
          {event.type !== 'image.delete' && (
            <Link href={`/images/${image_id}`} className="text-accent hover:underline">
              {t.rich('open', { id: image_id, hidden: (text) => <span className="sr-only">{text}</span> })}
            </Link>
          )}{' '}
        </>
      )}
      {task_id !== null && (
        <>{t.rich('task', { id: () => <code className="font-mono break-all">{task_id}</code> })} </>
      )}
      {owner !== null &&
        t.rich('of', {
          owner: () => (
            <Narrow
              filter="owner"
              value={owner}
              title={t('onlyOwner', { project: nameOf(owner) })}
              narrow={narrow}
            >
              {nameOf(owner)}
            </Narrow>
          ),
        })}
    </p>
  )
}

function EventActor({ event, nameOf, userNameOf, narrow }: AuditRowProps) {
  const t = useTranslations('audit.row')
  const { user_id, project_id, address, request_id } = event
  return (
    <div className="min-w-0 text-xs text-muted">
      {user_id === null ? (
        <p>{t('byService')}</p>
      ) : (
        <p>
          {t.rich('by', {
            user: () => (
              <Narrow filter="user_id" value={user_id} title={t('onlyUser', { id: user_id })} narrow={narrow}>
                {userNameOf(user_id)}
              </Narrow>
            ),
          })}
        </p>
      )}
      {project_id !== null && (
        <p>
          {t.rich('in', {
            project: () => (
              <Narrow
                filter="project_id"
                value={project_id}
                title={t('onlyProject', { project: nameOf(project_id) })}
                narrow={narrow}
              >
                {nameOf(project_id)}
              </Narrow>
            ),
          })}
        </p>
      )}
      {address !== null && <p>{t('from', { address })}</p>}
      {request_id !== null && (
        <p className="break-all">{t('request', { id: request_id.replace(/^req-/, '') })}</p>
      )}
    </div>
  )
}

interface NarrowProps {
  readonly filter: AuditFilter
  readonly value: string
  /** What will be shown. */
  readonly title: string
  readonly narrow: AuditRowProps['narrow']
  /** Without it the value itself. */
  readonly children?: ReactNode
}

/** A fact of an event that filters by itself when pressed. */
function Narrow({ filter, value, title, narrow, children }: NarrowProps) {
  return (
    <button
      type="button"
      title={title}
      onClick={() => narrow(filter, value)}
      className={cx(
        'rounded-sm text-start break-all text-ink hover:underline',
        (children === undefined || children === value) && 'font-mono',
      )}
    >
      <bdi>{children ?? value}</bdi>
    </button>
  )
}
