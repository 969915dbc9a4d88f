'use client'

import { lazyPart } from '#components/ui/lazy-part.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import type { StoreAction } from './bulk-store-dialog.tsx'
import type { TaskRunner } from './use-task-runner.ts'

const EditDialog = lazyPart(() => import('./edit-dialog.tsx').then((file) => file.EditDialog))
const DeleteDialog = lazyPart(() => import('./delete-dialog.tsx').then((file) => file.DeleteDialog))
const DeactivateDialog = lazyPart(() =>
  import('./deactivate-dialog.tsx').then((file) => file.DeactivateDialog),
)
const OwnerDialog = lazyPart(() => import('./owner-dialog.tsx').then((file) => file.OwnerDialog))
const MinimumsDialog = lazyPart(() => import('./minimums-dialog.tsx').then((file) => file.MinimumsDialog))
const BulkStoreDialog = lazyPart(() => import('./bulk-store-dialog.tsx').then((file) => file.BulkStoreDialog))
const TagsDialog = lazyPart(() => import('./tags-dialog.tsx').then((file) => file.TagsDialog))
const ImagePropertiesDialog = lazyPart(() =>
  import('./image-properties-dialog.tsx').then((file) => file.ImagePropertiesDialog),
)
const BulkPropertiesDialog = lazyPart(() =>
  import('./bulk-properties-dialog.tsx').then((file) => file.BulkPropertiesDialog),
)
const ShareDialog = lazyPart(() => import('./share-dialog.tsx').then((file) => file.ShareDialog))
export type OpenDialog =
  | { readonly kind: 'edit'; readonly image: ImageView }
  | {
      readonly kind: 'tags' | 'properties' | 'deactivate' | 'share' | 'owner' | 'minimums'
      readonly images: readonly ImageView[]
    }
  | { readonly kind: 'store'; readonly action: StoreAction; readonly images: readonly ImageView[] }
  | {
      readonly kind: 'delete'
      readonly images: readonly ImageView[]
      readonly onDeleted?: (() => void) | undefined
    }

interface ImageDialogsProps {
  readonly dialog: OpenDialog
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** The dialog that is open. */
export function ImageDialogs({ dialog, run, onClose }: ImageDialogsProps) {
  return (
    <>
      {dialog.kind === 'edit' && <EditDialog image={dialog.image} onClose={onClose} />}
      {dialog.kind === 'owner' && <OwnerDialog images={dialog.images} run={run} onClose={onClose} />}
      {dialog.kind === 'minimums' && <MinimumsDialog images={dialog.images} run={run} onClose={onClose} />}
      {dialog.kind === 'store' && (
        <BulkStoreDialog action={dialog.action} images={dialog.images} run={run} onClose={onClose} />
      )}
      {dialog.kind === 'tags' && <TagsDialog images={dialog.images} run={run} onClose={onClose} />}
      {dialog.kind === 'properties' && <PropertiesOf images={dialog.images} run={run} onClose={onClose} />}
      {dialog.kind === 'deactivate' && (
        <DeactivateDialog images={dialog.images} run={run} onClose={onClose} />
      )}
      {dialog.kind === 'delete' && (
        <DeleteDialog images={dialog.images} run={run} onClose={onClose} onDeleted={dialog.onDeleted} />
      )}
      {dialog.kind === 'share' && <ShareDialog images={dialog.images} run={run} onClose={onClose} />}
    </>
  )
}

function PropertiesOf({
  images,
  run,
  onClose,
}: Pick<TaskRunner, 'run'> & { readonly images: readonly ImageView[]; readonly onClose: () => void }) {
  const [first] = images
  if (images.length === 1 && first !== undefined)
    return <ImagePropertiesDialog image={first} onClose={onClose} />
  return <BulkPropertiesDialog images={images} run={run} onClose={onClose} />
}
