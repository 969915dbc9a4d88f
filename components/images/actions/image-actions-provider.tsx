'use client'

import { createContext, type ReactNode, useContext, useState } from 'react'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { useWhenIdle } from '#components/ui/use-when-idle.ts'
import { withWords } from '#components/words/with-words.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import type { StoreAction } from './bulk-store-dialog.tsx'
import type { OpenDialog } from './image-dialogs.tsx'
import { type TaskRunner, useTaskRunner } from './use-task-runner.ts'

const ImageDialogs = lazyPart(
  withWords(['actions', 'properties'], () => import('./image-dialogs.tsx').then((file) => file.ImageDialogs)),
)
const ReportDialog = lazyPart(
  withWords(['actions'], () => import('./report-dialog.tsx').then((file) => file.ReportDialog)),
)

export interface ImageActions extends Pick<TaskRunner, 'run' | 'progress'> {
  readonly edit: (image: ImageView) => void
  /** For administrators. */
  readonly changeOwner: (images: readonly ImageView[]) => void
  /** For administrators: asks for the stores. */
  readonly askStore: (action: StoreAction, images: readonly ImageView[]) => void
  /** Asks for the least disk and memory. */
  readonly askMinimums: (images: readonly ImageView[]) => void
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

const ActionsContext = createContext<ImageActions | null>(null)

/** What can be done with images, and the dialogs that it opens. */
export function ImageActionsProvider({ children }: { readonly children: ReactNode }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const { run, progress, report, closeReport, retry } = useTaskRunner()
  useWhenIdle(ImageDialogs.preload)
  const close = (): void => setDialog(null)
  const actions: ImageActions = {
    run,
    progress,
    edit: (image) => setDialog({ kind: 'edit', image }),
    changeOwner: (images) => setDialog({ kind: 'owner', images }),
    askStore: (action, images) => setDialog({ kind: 'store', action, images }),
    askMinimums: (images) => setDialog({ kind: 'minimums', images }),
    editProperties: (images) => setDialog({ kind: 'properties', images }),
    editTags: (images) => setDialog({ kind: 'tags', images }),
    askDeactivate: (images) => setDialog({ kind: 'deactivate', images }),
    askShare: (images) => setDialog({ kind: 'share', images }),
    askDelete: (images, onDeleted) => setDialog({ kind: 'delete', images, onDeleted }),
  }
  return (
    <ActionsContext value={actions}>
      {children}
      {dialog !== null && <ImageDialogs dialog={dialog} run={run} onClose={close} />}
      {report !== null && <ReportDialog report={report} onRetry={retry} onClose={closeReport} />}
    </ActionsContext>
  )
}

export function useImageActions(): ImageActions {
  const actions = useContext(ActionsContext)
  if (actions === null) throw new Error('useImageActions is called outside of ImageActionsProvider')
  return actions
}
