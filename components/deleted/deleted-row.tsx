'use client'

import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { RelativeTime } from '#components/images/time.tsx'
import { Button } from '#components/ui/button.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useReasonOf } from '#components/words/service-text.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { byteText } from '#lib/client/byte-text.ts'
import { type DeletedImageWire, useRestoreImage } from '#lib/client/deleted.ts'
import { imageTitle } from '#lib/client/image-view.ts'
import { absoluteTime } from '#lib/client/time-text.ts'
import { mayManage } from '#lib/domain/rights.ts'

interface DeletedRowProps {
  readonly image: DeletedImageWire
  readonly onDeleteNow: () => void
}

export function DeletedRow({ image, onDeleteNow }: DeletedRowProps) {
  const reasonOf = useReasonOf()
  const verdict = mayManage(image, useAsker())
  const reason = reasonOf(verdict)
  const { mutate, isPending } = useRestoreImage()
  const t = useTranslations('deleted.row')
  const title = imageTitle(image)

  function restore(): void {
    mutate(image.id, {
      onSuccess: () => showToast({ tone: 'ok', title: t('back', { name: title }) }),
      onError: (error) =>
        showToast({
          tone: 'danger',
          title: t('notRestored', { name: title }),
          description: faultMessage(error),
        }),
    })
  }

  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate font-medium">
          <bdi>{title}</bdi>
        </p>
        <p className="text-muted">
          {image.disk_format !== null && <>{image.disk_format} · </>}
          {image.size !== null && <>{byteText(image.size)} · </>}
          {t.rich('times', {
            time: () => <RelativeTime atMs={Date.parse(image.deleted_at)} />,
            until: absoluteTime(Date.parse(image.kept_until)),
          })}
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          size="sm"
          icon={Undo2}
          aria-label={t('restoreOf', { name: title })}
          isBusy={isPending}
          disabledReason={reason}
          onClick={restore}
        >
          {t('restore')}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('deleteOf', { name: title })}
          disabledReason={reason}
          onClick={onDeleteNow}
        >
          {t('delete')}
        </Button>
      </div>
    </li>
  )
}
