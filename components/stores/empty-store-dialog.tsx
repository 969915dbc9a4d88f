'use client'

import { useTranslations } from 'next-intl'
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
  const t = useTranslations('stores')
  const { mutateAsync } = useDrainStore(store.id)
  const [to, setTo] = useState<string>(ANYWHERE)
  const next = nextDefault(stores, store.id)
  const targets = stores.filter(({ id }) => id !== store.id)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      tone="primary"
      title={t('empty.title', { store: store.id })}
      confirmLabel={t('empty.confirm')}
      onConfirm={() => mutateAsync(to === ANYWHERE ? null : to)}
    >
      <p>{t('empty.what', { contents: contentsText(store, t) })}</p>
      <p className="mt-2">
        {t('empty.closed')} {store.default && next !== null && `${t('empty.default', { store: next })} `}
        {t('empty.stop')}
      </p>
      <div className="mt-4 text-ink">
        <Field label={t('empty.to')}>
          {(control) => (
            <Select
              {...control}
              className="w-full"
              value={to}
              onChange={setTo}
              options={[
                { value: ANYWHERE, label: t('empty.anywhere'), description: t('empty.defaultFirst') },
                ...targets.map((target) => ({
                  value: target.id,
                  label: target.id,
                  disabledReason:
                    target.state === 'open' && !target.closed_for_good ? undefined : t('empty.takesNone'),
                })),
              ]}
            />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  )
}
