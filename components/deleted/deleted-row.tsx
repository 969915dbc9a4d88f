'use client'

import { Undo2 } from 'lucide-react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { RelativeTime } from '#components/images/time.tsx'
import { Button } from '#components/ui/button.tsx'
import { showToast } from '#components/ui/toast-store.ts'
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
  const verdict = mayManage(image, useAsker())
  const reason = verdict.allowed ? undefined : verdict.reason
  const { mutate, isPending } = useRestoreImage()
  const title = imageTitle(image)

  function restore(): void {
    mutate(image.id, {
      onSuccess: () => showToast({ tone: 'ok', title: `“${title}” is back` }),
      onError: (error) =>
        showToast({ tone: 'danger', title: `“${title}” was not restored`, description: faultMessage(error) }),
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
          deleted <RelativeTime atMs={Date.parse(image.deleted_at)} /> · kept until{' '}
          {absoluteTime(Date.parse(image.kept_until))}
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          size="sm"
          icon={Undo2}
          aria-label={`Restore ${title}`}
          isBusy={isPending}
          disabledReason={reason}
          onClick={restore}
        >
          Restore
        </Button>
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Delete ${title} now`}
          disabledReason={reason}
          onClick={onDeleteNow}
        >
          Delete now
        </Button>
      </div>
    </li>
  )
}
