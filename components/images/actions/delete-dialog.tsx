'use client'

import { useTranslations } from 'next-intl'
import { useSession } from '#components/shell/session-provider.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { spanText } from '#lib/client/time-text.ts'
import { AsCommands } from './as-commands.tsx'
import { DELETE_TASK } from './image-task.ts'
import { useAsker } from './use-asker.ts'
import type { TaskRunner } from './use-task-runner.ts'

interface DeleteDialogProps {
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
  readonly onDeleted?: (() => void) | undefined
}

export function DeleteDialog({ images, run, onClose, onDeleted }: DeleteDialogProps) {
  const t = useTranslations('actions.delete')
  const asker = useAsker()
  const { keepsDeletedSeconds } = useSession().site
  const isKept = keepsDeletedSeconds !== null && images.some(hasKeptData)
  const time = isKept ? spanText(keepsDeletedSeconds * 1000) : ''
  const keptCount = images.filter((image) => !DELETE_TASK.verdict(image, asker).allowed).length
  const goneCount = images.length - keptCount
  const [first] = images

  async function confirm(): Promise<void> {
    const outcomes = await run(DELETE_TASK, images)
    if (outcomes.every(({ problem }) => problem === null)) onDeleted?.()
  }

  if (images.length === 1 && first !== undefined) {
    return (
      <ConfirmDialog isOpen onClose={onClose} title={t('one')} confirmLabel={t('do')} onConfirm={confirm}>
        <p>
          {t.rich(isKept ? 'keptOne' : 'goneOne', {
            time,
            name: () => <bdi className="font-medium break-all text-ink">{imageTitle(first)}</bdi>,
          })}
        </p>
        <AsCommands deed={{ kind: 'delete' }} images={images} />
      </ConfirmDialog>
    )
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('many', { n: String(goneCount) })}
      confirmLabel={t('doMany', { n: String(goneCount) })}
      typeToConfirm={t('type', { n: String(goneCount) })}
      onConfirm={confirm}
    >
      <p>{t(isKept ? 'keptMany' : 'goneMany', { time })}</p>
      <ul className="mt-2 max-h-40 overflow-y-auto rounded-md border bg-sunken px-3 py-2 text-ink">
        {images.map((image) => (
          <li key={image.id} className="truncate">
            <bdi>{imageTitle(image)}</bdi>
          </li>
        ))}
      </ul>
      {keptCount > 0 && <p className="mt-2">{t('stay', { n: String(keptCount) })}</p>}
    </ConfirmDialog>
  )
}

/** Only what has data is kept for a while. */
function hasKeptData({ status }: ImageView): boolean {
  return status === 'active' || status === 'deactivated'
}
