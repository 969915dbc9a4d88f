'use client'

import { createContext, type ReactNode, useContext, useState } from 'react'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { type TaskRunner, useTaskRunner } from './use-task-runner.ts'

const EditDialog = lazyPart(() => import('./edit-dialog.tsx').then((file) => file.EditDialog))
const DeleteDialog = lazyPart(() => import('./delete-dialog.tsx').then((file) => file.DeleteDialog))
const DeactivateDialog = lazyPart(() =>
  import('./deactivate-dialog.tsx').then((file) => file.DeactivateDialog),
)
const OwnerDialog = lazyPart(() => import('./owner-dialog.tsx').then((file) => file.OwnerDialog))
const TagsDialog = lazyPart(() => import('./tags-dialog.tsx').then((file) => file.TagsDialog))
const ImagePropertiesDialog = lazyPart(() =>
  import('./image-properties-dialog.tsx').then((file) => file.ImagePropertiesDialog),
)
const BulkPropertiesDialog = lazyPart(() =>
  import('./bulk-properties-dialog.tsx').then((file) => file.BulkPropertiesDialog),
)
const ShareDialog = lazyPart(() => import('./share-dialog.tsx').then((file) => file.ShareDialog))
const ReportDialog = lazyPart(() => import('./report-dialog.tsx').then((file) => file.ReportDialog))

export interface ImageActions extends Pick<TaskRunner, 'run' | 'progress'> {
  readonly edit: (image: ImageView) => void
  /** For administrators. */
  readonly changeOwner: (image: ImageView) => void
  /** Of one image as a form of its own; of several what they have in common. */
  readonly editProperties: (images: readonly ImageView[]) => void
  readonly editTags: (images: readonly ImageView[]) => void
  /** Asks for the reason first. */
  readonly askDeactivate: (images: readonly ImageView[]) => void
  /** Asks for the project. */
  readonly askShare: (images: readonly ImageView[]) => void
  /** Asks first. `onDeleted` is called when all are gone. */
  readonly askDelete: (images: readonly ImageView[], onDeleted?: () => void) => void
}

type OpenDialog =
  | { readonly kind: 'edit' | 'owner'; readonly image: ImageView }
  | { readonly kind: 'tags' | 'properties' | 'deactivate' | 'share'; readonly images: readonly ImageView[] }
  | {
      readonly kind: 'delete'
      readonly images: readonly ImageView[]
      readonly onDeleted?: (() => void) | undefined
    }

const ActionsContext = createContext<ImageActions | null>(null)

/** What can be done with images, and the dialogs that it opens. */
export function ImageActionsProvider({ children }: { readonly children: ReactNode }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const { run, progress, report, closeReport, retry } = useTaskRunner()
  const close = (): void => setDialog(null)
  const actions: ImageActions = {
    run,
    progress,
    edit: (image) => setDialog({ kind: 'edit', image }),
    changeOwner: (image) => setDialog({ kind: 'owner', image }),
    editProperties: (images) => setDialog({ kind: 'properties', images }),
    editTags: (images) => setDialog({ kind: 'tags', images }),
    askDeactivate: (images) => setDialog({ kind: 'deactivate', images }),
    askShare: (images) => setDialog({ kind: 'share', images }),
    askDelete: (images, onDeleted) => setDialog({ kind: 'delete', images, onDeleted }),
  }
  return (
    <ActionsContext value={actions}>
      {children}
      {dialog?.kind === 'edit' && <EditDialog image={dialog.image} onClose={close} />}
      {dialog?.kind === 'owner' && <OwnerDialog image={dialog.image} onClose={close} />}
      {dialog?.kind === 'tags' && <TagsDialog images={dialog.images} run={run} onClose={close} />}
      {dialog?.kind === 'properties' && <PropertiesOf images={dialog.images} run={run} onClose={close} />}
      {dialog?.kind === 'deactivate' && <DeactivateDialog images={dialog.images} run={run} onClose={close} />}
      {dialog?.kind === 'delete' && (
        <DeleteDialog images={dialog.images} run={run} onClose={close} onDeleted={dialog.onDeleted} />
      )}
      {dialog?.kind === 'share' && <ShareDialog images={dialog.images} run={run} onClose={close} />}
      {report !== null && <ReportDialog report={report} onRetry={retry} onClose={closeReport} />}
    </ActionsContext>
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

export function useImageActions(): ImageActions {
  const actions = useContext(ActionsContext)
  if (actions === null) throw new Error('useImageActions is called outside of ImageActionsProvider')
  return actions
}
