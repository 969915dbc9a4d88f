'use client'

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
  const { mutateAsync } = useSetStoreState(store.id)
  const isOpening = state === 'open'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      tone="primary"
      title={isOpening ? `Open ${store.id} for new data?` : `Make ${store.id} read-only?`}
      confirmLabel={isOpening ? 'Open' : 'Make read-only'}
      onConfirm={() => mutateAsync(state)}
    >
      {isOpening ? <Opening store={store} /> : <Closing store={store} stores={stores} />}
    </ConfirmDialog>
  )
}

function Opening({ store }: { readonly store: StoreWire }) {
  if (!isDraining(store)) return <p>It takes uploads, imports and copies again.</p>
  return (
    <p>
      Emptying it ends. What was moved already stays where it is now; the store takes uploads, imports and
      copies again.
    </p>
  )
}

function Closing({ store, stores }: Pick<StoreStateDialogProps, 'store' | 'stores'>) {
  const next = nextDefault(stores, store.id)
  return (
    <>
      <p>
        Whoever asks for this store by name is refused. What lies in it ({contentsText(store)}) can be
        downloaded and deleted as before, and uploads that have begun may end.
      </p>
      {store.default && (
        <p className="mt-2">
          {next === null
            ? 'No other store takes data: until one does, every upload and import is refused.'
            : `It is the default: meanwhile data without a choice goes to ${next}.`}
        </p>
      )}
    </>
  )
}
