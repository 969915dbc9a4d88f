'use client'

import { useQuery } from '@tanstack/react-query'
import { MailX, Trash2 } from 'lucide-react'
import { RelativeTime } from '#components/images/time.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { groupWords } from '#lib/client/event-words.ts'
import {
  type DeliveryWire,
  deliveriesOptions,
  useSwitchWebhook,
  type WebhookWire,
} from '#lib/client/webhooks.ts'

interface WebhookRowProps {
  readonly webhook: WebhookWire
  readonly onDeadLetters: () => void
  readonly onDelete: () => void
}

export function WebhookRow({ webhook, onDeadLetters, onDelete }: WebhookRowProps) {
  const { name, url, types } = webhook
  const dead = useQuery(deliveriesOptions(webhook.id, 'dead')).data ?? []
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="font-medium break-all">{name}</bdi>
          {!webhook.enabled && <Badge>Switched off</Badge>}
        </p>
        <p className="font-mono text-xs break-all text-muted">{url}</p>
        <p className="text-xs text-muted">
          {types.length === 0 ? 'All events' : types.map(groupWords).join(', ')}
        </p>
        <LastResult webhook={webhook} dead={dead} />
      </div>
      <div className="flex items-center gap-2">
        {dead.length > 0 && (
          <Button size="sm" icon={MailX} onClick={onDeadLetters}>
            Dead letters ({dead.length})
          </Button>
        )}
        <OnSwitch webhook={webhook} />
        <IconButton label={`Delete ${name}`} icon={Trash2} onClick={onDelete} />
      </div>
    </li>
  )
}

interface LastResultProps {
  readonly webhook: WebhookWire
  readonly dead: readonly DeliveryWire[]
}

/** What became of the newest events, as far as they were not taken. */
function LastResult({ webhook, dead }: LastResultProps) {
  const { data: waiting, isError } = useQuery(deliveriesOptions(webhook.id, 'waiting'))
  if (isError) return <p className="text-xs text-danger">What waits could not be loaded.</p>
  if (waiting === undefined) return <p className="text-xs text-muted">Looking what waits…</p>
  const failed = waiting.find(({ last_error }) => last_error !== null)
  if (failed !== undefined) {
    return (
      <p className="text-xs break-words text-danger">
        {countOf(waiting.length)} waiting. Last try failed: {failed.last_error}
        {webhook.enabled && failed.next_try_at !== null && <NextTry atMs={Date.parse(failed.next_try_at)} />}
      </p>
    )
  }
  if (waiting.length > 0) return <p className="text-xs text-muted">{countOf(waiting.length)} waiting.</p>
  return dead.length > 0 ? (
    <p className="text-xs text-danger">Nothing waits; {countOf(dead.length)} given up.</p>
  ) : (
    <p className="text-xs text-ok">Nothing waits: all that was sent was taken.</p>
  )
}

function NextTry({ atMs }: { readonly atMs: number }) {
  return (
    <>
      {' '}
      · next try <RelativeTime atMs={atMs} />
    </>
  )
}

/** The service lists so many and no more. */
const MOST_LISTED = 1000

function countOf(length: number): string {
  if (length >= MOST_LISTED) return `${MOST_LISTED} events or more`
  return length === 1 ? '1 event' : `${length} events`
}

function OnSwitch({ webhook }: { readonly webhook: WebhookWire }) {
  const { mutate, isPending, variables } = useSwitchWebhook(webhook.id)
  return (
    <Switch
      label={`Send events to ${webhook.name}`}
      isOn={isPending ? variables : webhook.enabled}
      onChange={(isOn) =>
        mutate(isOn, {
          onError: (error) =>
            showToast({
              tone: 'danger',
              title: 'The webhook stays as it was',
              description: faultMessage(error),
            }),
        })
      }
    />
  )
}
