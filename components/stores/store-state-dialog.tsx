'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { contentsText, nextDefault } from '#lib/client/store-words.ts'
import { isDraining, type StoreWire, useSetStoreState } from '#lib/client/stores.ts'

interface StoreStateDialogProps {
  readonly store: StoreWire
  readonly stores: readonly StoreWire[]
  readonly state: 'open' | 'read_only'
  readonly onClose: () => void
}

/** Closes a store for new data, or opens it, once its consequences are clear. */
export function StoreStateDialog({ store, stores, state, onClose }: StoreStateDialogProps) {
  const t = useTranslations('stores.change')
  const { mutateAsync } = useSetStoreState(store.id)
  const isOpening = state === 'open'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      tone="primary"
      title={t(isOpening ? 'openTitle' : 'readOnlyTitle', { store: store.id })}
      confirmLabel={t(isOpening ? 'open' : 'readOnly')}
      onConfirm={() => mutateAsync(state)}
    >
      {isOpening ? <Opening store={store} /> : <Closing store={store} stores={stores} />}
    </ConfirmDialog>
  )
}

function Opening({ store }: { readonly store: StoreWire }) {
  const t = useTranslations('stores.change')
  return <p>{t(isDraining(store) ? 'endsEmptying' : 'opens')}</p>
}

function Closing({ store, stores }: Pick<StoreStateDialogProps, 'store' | 'stores'>) {
  const t = useTranslations('stores')
  const next = nextDefault(stores, store.id)
  return (
    <>
      <p>{t('change.closes', { contents: contentsText(store, t) })}</p>
      {store.default && (
        <p className="mt-2">{next === null ? t('change.nobody') : t('change.next', { store: next })}</p>
      )}
    </>
  )
}
