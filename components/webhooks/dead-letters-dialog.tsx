'use client'

import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { deliveriesOptions, useReplay, type WebhookWire } from '#lib/client/webhooks.ts'

interface DeadLettersDialogProps {
  readonly webhook: WebhookWire
  readonly onClose: () => void
}

/** Events that were tried often enough: why, and once more. */
export function DeadLettersDialog({ webhook, onClose }: DeadLettersDialogProps) {
  const t = useTranslations('webhooks.dead')
  const common = useTranslations('common')
  const list = useQuery(deliveriesOptions(webhook.id, 'dead'))
  const { mutate, isPending, variables, error } = useReplay(webhook.id)
  const dead = list.data ?? []
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={t('title', { name: webhook.name })}
      description={t('text')}
      footer={
        <>
          <Button onClick={onClose}>{common('close')}</Button>
          <Button
            variant="primary"
            icon={RotateCw}
            isBusy={isPending}
            disabledReason={dead.length === 0 ? t('none') : undefined}
            onClick={() => mutate(dead.map(({ id }) => id))}
          >
            {t('all')}
          </Button>
        </>
      }
    >
      {error !== null && (
        <Notice tone="danger" className="mb-3">
          {faultMessage(error)}
        </Notice>
      )}
      {list.isError && (
        <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isPending && (
        <p role="status">
          <span className="sr-only">{t('loading')}</span>
          <Skeleton className="h-16 rounded-lg" />
        </p>
      )}
      {list.data?.length === 0 && <p role="status">{t('left')}</p>}
      {dead.length > 0 && (
        <ul aria-label={t('list')} className="divide-y rounded-lg border">
          {dead.map(({ id, event_type, event_id, attempts, last_error }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3.5 py-2">
              <div className="min-w-0 flex-1 basis-60">
                <p>
                  <code className="font-mono text-xs">{event_type}</code>{' '}
                  <span className="text-xs text-muted">
                    {t('event', { id: event_id, tries: String(attempts) })}
                  </span>
                </p>
                <p className="break-words text-danger">{last_error ?? t('noReason')}</p>
              </div>
              <Button
                size="sm"
                aria-label={t('againOf', { id: event_id })}
                isBusy={isPending && variables.length === 1 && variables[0] === id}
                onClick={() => mutate([id])}
              >
                {t('again')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
