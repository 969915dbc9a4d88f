'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { type StoreWire, storeListOptions, useCopyImage, useMoveImage } from '#lib/client/stores.ts'
import type { Translate } from '#lib/client/words.ts'

interface ImageTransferDialogProps {
  readonly image: ImageView
  /** Stores that have the data. */
  readonly present: readonly string[]
  /** The store that it leaves; null: it is copied. */
  readonly from: string | null
  readonly onClose: () => void
}

/** Copies an image's data into another store, or moves it there. */
export function ImageTransferDialog({ image, present, from, onClose }: ImageTransferDialogProps) {
  const t = useTranslations('stores')
  const list = useQuery(storeListOptions())
  const copy = useCopyImage(image.id)
  const move = useMoveImage(image.id)
  const [chosen, setChosen] = useState<string | null>(null)
  const stores = (list.data?.stores ?? []).filter(({ id }) =>
    from === null ? !present.includes(id) : id !== from,
  )
  const to = chosen ?? stores.find((store) => refusal(store, t) === undefined)?.id ?? null

  async function confirm(): Promise<void> {
    if (to === null) throw new Error(t('transfer.noneTakes'))
    await (from === null ? copy.mutateAsync(to) : move.mutateAsync({ from, to }))
  }

  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      tone="primary"
      title={from === null ? t('image.copy') : t('image.moveOut', { store: from })}
      confirmLabel={t(from === null ? 'transfer.copy' : 'transfer.move')}
      onConfirm={confirm}
    >
      <p>{from === null ? t('transfer.copyText') : t('transfer.moveText', { store: from })}</p>
      {list.isError && <FaultNotice title={t('notLoaded')} error={list.error} />}
      {list.data !== undefined && to === null && <p className="mt-2">{t('transfer.noneTakes')}</p>}
      {to !== null && (
        <div className="mt-4 text-ink">
          <Field label={t('transfer.to')}>
            {(control) => (
              <Select
                {...control}
                className="w-full"
                value={to}
                onChange={setChosen}
                options={stores.map((store) => ({
                  value: store.id,
                  label: store.id,
                  ...(store.description === null ? {} : { description: store.description }),
                  disabledReason: refusal(store, t),
                }))}
              />
            )}
          </Field>
        </div>
      )}
    </ConfirmDialog>
  )
}

function refusal(
  { state, closed_for_good: isClosed, health }: StoreWire,
  t: Translate<'stores'>,
): string | undefined {
  if (state !== 'open' || isClosed) return t('transfer.takesNone')
  return health.state === 'down' ? t('transfer.down') : undefined
}
