'use client'

import { useQuery } from '@tanstack/react-query'
import { MailX, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
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
import type { Translate } from '#lib/client/words.ts'

interface WebhookRowProps {
  readonly webhook: WebhookWire
  readonly onDeadLetters: () => void
  readonly onDelete: () => void
}

export function WebhookRow({ webhook, onDeadLetters, onDelete }: WebhookRowProps) {
  const t = useTranslations('webhooks.row')
  const events = useTranslations('events')
  const { name, url, types } = webhook
  const dead = useQuery(deliveriesOptions(webhook.id, 'dead')).data ?? []
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="font-medium break-all">{name}</bdi>
          {!webhook.enabled && <Badge>{t('off')}</Badge>}
        </p>
        <p className="font-mono text-xs break-all text-muted">{url}</p>
        <p className="text-xs text-muted">
          {types.length === 0 ? t('all') : types.map((group) => groupWords(group, events)).join(', ')}
        </p>
        <LastResult webhook={webhook} dead={dead} />
      </div>
      <div className="flex items-center gap-2">
        {dead.length > 0 && (
          <Button size="sm" icon={MailX} onClick={onDeadLetters}>
            {t('dead', { count: String(dead.length) })}
          </Button>
        )}
        <OnSwitch webhook={webhook} />
        <IconButton label={t('delete', { name })} icon={Trash2} onClick={onDelete} />
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
  const t = useTranslations('webhooks.row')
  const { data: waiting, isError } = useQuery(deliveriesOptions(webhook.id, 'waiting'))
  if (isError) return <p className="text-xs text-danger">{t('notLoaded')}</p>
  if (waiting === undefined) return <p className="text-xs text-muted">{t('looking')}</p>
  const failed = waiting.find(({ last_error }) => last_error !== null)
  if (failed !== undefined) {
    return (
      <p className="text-xs break-words text-danger">
        {t('failed', { events: countOf(waiting.length, t), error: failed.last_error ?? '' })}
        {webhook.enabled && failed.next_try_at !== null && <NextTry atMs={Date.parse(failed.next_try_at)} />}
      </p>
    )
  }
  if (waiting.length > 0)
    return <p className="text-xs text-muted">{t('waiting', { events: countOf(waiting.length, t) })}</p>
  return dead.length > 0 ? (
    <p className="text-xs text-danger">{t('givenUp', { events: countOf(dead.length, t) })}</p>
  ) : (
    <p className="text-xs text-ok">{t('nothing')}</p>
  )
}

function NextTry({ atMs }: { readonly atMs: number }) {
  const t = useTranslations('webhooks.row')
  return <> {t.rich('next', { time: () => <RelativeTime atMs={atMs} /> })}</>
}

/** The service lists so many and no more. */
const MOST_LISTED = 1000

function countOf(length: number, t: Translate<'webhooks.row'>): string {
  const kind = length >= MOST_LISTED ? 'most' : length === 1 ? 'one' : 'several'
  return t('events', { kind, n: String(Math.min(length, MOST_LISTED)) })
}

function OnSwitch({ webhook }: { readonly webhook: WebhookWire }) {
  const t = useTranslations('webhooks.row')
  const { mutate, isPending, variables } = useSwitchWebhook(webhook.id)
  return (
    <Switch
      label={t('send', { name: webhook.name })}
      isOn={isPending ? variables : webhook.enabled}
      onChange={(isOn) =>
        mutate(isOn, {
          onError: (error) =>
            showToast({
              tone: 'danger',
              title: t('stays'),
              description: faultMessage(error),
            }),
        })
      }
    />
  )
}
