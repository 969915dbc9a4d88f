'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Webhook } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useDeleteWebhook, type WebhookWire, webhooksOptions } from '#lib/client/webhooks.ts'
import { WebhookRow } from './webhook-row.tsx'

const AddWebhookDialog = lazyPart(() =>
  import('./add-webhook-dialog.tsx').then((file) => file.AddWebhookDialog),
)
const DeadLettersDialog = lazyPart(() =>
  import('./dead-letters-dialog.tsx').then((file) => file.DeadLettersDialog),
)

type OpenDialog =
  | { readonly kind: 'add' }
  | { readonly kind: 'dead' | 'delete'; readonly webhook: WebhookWire }

/** Where this site sends its events, and what did not arrive. */
export function WebhooksPage() {
  const t = useTranslations('webhooks')
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const close = (): void => setDialog(null)
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setDialog({ kind: 'add' })}>
      {t('add')}
    </Button>
  )
  return (
    <AdminPage title={t('title')} actions={add}>
      <WebhookList open={setDialog} />
      {dialog?.kind === 'add' && <AddWebhookDialog onClose={close} />}
      {dialog?.kind === 'dead' && <DeadLettersDialog webhook={dialog.webhook} onClose={close} />}
      {dialog?.kind === 'delete' && <DeleteDialog webhook={dialog.webhook} onClose={close} />}
    </AdminPage>
  )
}

function WebhookList({ open }: { readonly open: (dialog: OpenDialog) => void }) {
  const t = useTranslations('webhooks')
  const list = useQuery(webhooksOptions())
  if (list.data === undefined) {
    return (
      <div className="px-4 sm:px-6">
        {list.isError ? (
          <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <p role="status">
            <span className="sr-only">{t('loading')}</span>
            <Skeleton className="h-16 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  if (list.data.length === 0) {
    return (
      <EmptyState icon={Webhook} title={t('none')}>
        {t('noneText')}
      </EmptyState>
    )
  }
  return (
    <div className="px-4 pb-8 sm:px-6">
      <ul aria-label={t('title')} className="divide-y rounded-lg border">
        {list.data.map((webhook) => (
          <WebhookRow
            key={webhook.id}
            webhook={webhook}
            onDeadLetters={() => open({ kind: 'dead', webhook })}
            onDelete={() => open({ kind: 'delete', webhook })}
          />
        ))}
      </ul>
    </div>
  )
}

interface DeleteDialogProps {
  readonly webhook: WebhookWire
  readonly onClose: () => void
}

function DeleteDialog({ webhook, onClose }: DeleteDialogProps) {
  const t = useTranslations('webhooks.delete')
  const { mutateAsync } = useDeleteWebhook()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('title')}
      confirmLabel={t('confirm')}
      onConfirm={() => mutateAsync(webhook.id)}
    >
      {t.rich('text', {
        name: () => <bdi className="font-medium break-all text-ink">{webhook.name}</bdi>,
      })}
    </ConfirmDialog>
  )
}
