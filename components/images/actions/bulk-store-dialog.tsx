'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { type StoreOrder, type StoreWire, storeListOptions } from '#lib/client/stores.ts'
import { storeTask } from './image-task.ts'
import type { TaskRunner } from './use-task-runner.ts'

export type StoreAction = 'copy' | 'move' | 'remove'

interface BulkStoreDialogProps {
  readonly action: StoreAction
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** Copies, moves or removes the data of several images; for administrators. */
export function BulkStoreDialog({ action, images, run, onClose }: BulkStoreDialogProps) {
  const t = useTranslations('actions.store')
  const common = useTranslations('common')
  const { data, error } = useQuery(storeListOptions())
  const stores = data?.stores ?? []
  const [chosenFrom, setFrom] = useState<string | null>(null)
  const [chosenTo, setTo] = useState<string | null>(null)
  const from = action === 'copy' ? null : (chosenFrom ?? stores[0]?.id ?? null)
  const to =
    action === 'remove'
      ? null
      : (chosenTo ?? stores.find((each) => each.id !== from && takes(each))?.id ?? null)
  const order = orderOf(action, from, to)
  const label = { copy: t('doCopy'), move: t('doMove'), remove: t('doRemove') }[action]
  const options = (isTarget: boolean) =>
    stores.map((store) => ({
      value: store.id,
      label: store.id,
      ...(store.description !== null && { description: store.description }),
      disabledReason: isTarget && !takes(store) ? t('takesNone') : undefined,
    }))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t(action, { n: String(images.length) })}
      description={t(`${action}Text`)}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant={action === 'remove' ? 'danger' : 'primary'}
            disabledReason={order === null ? t('same') : undefined}
            onClick={() => {
              if (order === null) return
              onClose()
              void run(storeTask(order), images)
            }}
          >
            {label}
          </Button>
        </>
      }
    >
      {error !== null && <FaultNotice title={t('notLoaded')} error={error} />}
      <div className="grid gap-4">
        {from !== null && (
          <Field label={t('from')}>
            {(control) => (
              <Select
                {...control}
                className="w-full"
                value={from}
                options={options(false)}
                onChange={setFrom}
              />
            )}
          </Field>
        )}
        {to !== null && (
          <Field label={t('to')}>
            {(control) => (
              <Select {...control} className="w-full" value={to} options={options(true)} onChange={setTo} />
            )}
          </Field>
        )}
      </div>
    </Dialog>
  )
}

function takes({ state, closed_for_good: isClosed, health }: StoreWire): boolean {
  return state === 'open' && !isClosed && health.state !== 'down'
}

/** Null while the stores that it needs are not chosen, or are the same. */
function orderOf(action: StoreAction, from: string | null, to: string | null): StoreOrder | null {
  if (action === 'copy') return to === null ? null : { action, to }
  if (action === 'remove') return from === null ? null : { action, from }
  return from === null || to === null || from === to ? null : { action, from, to }
}
