'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Webhook } from 'lucide-react'
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
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const close = (): void => setDialog(null)
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setDialog({ kind: 'add' })}>
      Add webhook
    </Button>
  )
  return (
    <AdminPage title="Webhooks" actions={add}>
      <WebhookList open={setDialog} />
      {dialog?.kind === 'add' && <AddWebhookDialog onClose={close} />}
      {dialog?.kind === 'dead' && <DeadLettersDialog webhook={dialog.webhook} onClose={close} />}
      {dialog?.kind === 'delete' && <DeleteDialog webhook={dialog.webhook} onClose={close} />}
    </AdminPage>
  )
}

function WebhookList({ open }: { readonly open: (dialog: OpenDialog) => void }) {
  const list = useQuery(webhooksOptions())
  if (list.data === undefined) {
    return (
      <div className="px-4 sm:px-6">
        {list.isError ? (
          <FaultNotice
            title="The webhooks could not be loaded"
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : (
          <p role="status">
            <span className="sr-only">Loading webhooks…</span>
            <Skeleton className="h-16 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  if (list.data.length === 0) {
    return (
      <EmptyState icon={Webhook} title="No webhooks yet">
        A webhook sends what happens here to an address of yours: signed, and tried again until it is taken.
      </EmptyState>
    )
  }
  return (
    <div className="px-4 pb-8 sm:px-6">
      <ul aria-label="Webhooks" className="divide-y rounded-lg border">
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
  const { mutateAsync } = useDeleteWebhook()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title="Delete this webhook?"
      confirmLabel="Delete webhook"
      onConfirm={() => mutateAsync(webhook.id)}
    >
      <bdi className="font-medium break-all text-ink">{webhook.name}</bdi> gets no more events, and all that
      waits for it is dropped. The events themselves stay in the audit.
    </ConfirmDialog>
  )
}
