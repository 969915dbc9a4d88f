'use client'

import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Select } from '#components/ui/select.tsx'
import { contentsText, nextDefault } from '#lib/client/store-words.ts'
import { type StoreWire, useDrainStore } from '#lib/client/stores.ts'

interface EmptyStoreDialogProps {
  readonly store: StoreWire
  readonly stores: readonly StoreWire[]
  readonly onClose: () => void
}

const ANYWHERE = ''

/** Begins to move everything out of a store. */
export function EmptyStoreDialog({ store, stores, onClose }: EmptyStoreDialogProps) {
  const { mutateAsync } = useDrainStore(store.id)
  const [to, setTo] = useState<string>(ANYWHERE)
  const next = nextDefault(stores, store.id)
  const targets = stores.filter(({ id }) => id !== store.id)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      tone="primary"
      title={`Empty ${store.id}?`}
      confirmLabel="Empty it"
      onConfirm={() => mutateAsync(to === ANYWHERE ? null : to)}
    >
      <p>
        {contentsText(store)}: each image is copied, compared with its checksum, and only then removed here.
        What another store has too is only removed here. Images stay available all the time.
      </p>
      <p className="mt-2">
        The store takes no new data from now on, and stays closed until you open it.
        {store.default && next !== null && ` It is the default: data without a choice goes to ${next}.`} You
        can stop at any time by opening it; what was moved stays moved.
      </p>
      <div className="mt-4 text-ink">
        <Field label="Move to">
          {(control) => (
            <Select
              {...control}
              className="w-full"
              value={to}
              onChange={setTo}
              options={[
                { value: ANYWHERE, label: 'Wherever there is room', description: 'The default store first' },
                ...targets.map((target) => ({
                  value: target.id,
                  label: target.id,
                  disabledReason:
                    target.state === 'open' && !target.closed_for_good ? undefined : 'Takes no new data',
                })),
              ]}
            />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  )
}
