'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { type StoreWire, storeListOptions, useCopyImage, useMoveImage } from '#lib/client/stores.ts'

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
  const list = useQuery(storeListOptions())
  const copy = useCopyImage(image.id)
  const move = useMoveImage(image.id)
  const [chosen, setChosen] = useState<string | null>(null)
  const stores = (list.data?.stores ?? []).filter(({ id }) =>
    from === null ? !present.includes(id) : id !== from,
  )
  const to = chosen ?? stores.find((store) => refusal(store) === undefined)?.id ?? null

  async function confirm(): Promise<void> {
    if (to === null) throw new Error('No other store takes data now.')
    await (from === null ? copy.mutateAsync(to) : move.mutateAsync({ from, to }))
  }

  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      tone="primary"
      title={from === null ? 'Copy to another store' : `Move out of ${from}`}
      confirmLabel={from === null ? 'Copy' : 'Move'}
      onConfirm={confirm}
    >
      <p>
        {from === null
          ? 'The data is copied in the background and compared with its checksum. It takes its room once more.'
          : `The data is copied in the background, compared with its checksum, and only then removed from ${from}. The image stays available all the time.`}
      </p>
      {list.isError && <FaultNotice title="The stores could not be loaded" error={list.error} />}
      {list.data !== undefined && to === null && <p className="mt-2">No other store takes data now.</p>}
      {to !== null && (
        <div className="mt-4 text-ink">
          <Field label="To">
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
                  disabledReason: refusal(store),
                }))}
              />
            )}
          </Field>
        </div>
      )}
    </ConfirmDialog>
  )
}

function refusal({ state, closed_for_good: isClosed, health }: StoreWire): string | undefined {
  if (state !== 'open' || isClosed) return 'Takes no new data'
  return health.state === 'down' ? 'Does not work now' : undefined
}
