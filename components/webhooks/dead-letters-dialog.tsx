'use client'

import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
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
  const list = useQuery(deliveriesOptions(webhook.id, 'dead'))
  const { mutate, isPending, variables, error } = useReplay(webhook.id)
  const dead = list.data ?? []
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={`Dead letters of ${webhook.name}`}
      description="They were tried for about 40 minutes. Sent again, they are tried as long anew."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            icon={RotateCw}
            isBusy={isPending}
            disabledReason={dead.length === 0 ? 'There are none' : undefined}
            onClick={() => mutate(dead.map(({ id }) => id))}
          >
            Send all again
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
        <FaultNotice
          title="They could not be loaded"
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isPending && (
        <p role="status">
          <span className="sr-only">Loading dead letters…</span>
          <Skeleton className="h-16 rounded-lg" />
        </p>
      )}
      {list.data?.length === 0 && <p role="status">No dead letters are left.</p>}
      {dead.length > 0 && (
        <ul aria-label="Dead letters" className="divide-y rounded-lg border">
          {dead.map(({ id, event_type, event_id, attempts, last_error }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3.5 py-2">
              <div className="min-w-0 flex-1 basis-60">
                <p>
                  <code className="font-mono text-xs">{event_type}</code>{' '}
                  <span className="text-xs text-muted">
                    event {event_id} · {attempts} tries
                  </span>
                </p>
                <p className="break-words text-danger">{last_error ?? 'No reason is known.'}</p>
              </div>
              <Button
                size="sm"
                aria-label={`Send again: event ${event_id}`}
                isBusy={isPending && variables.length === 1 && variables[0] === id}
                onClick={() => mutate([id])}
              >
                Send again
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
