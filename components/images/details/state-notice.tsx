'use client'

import { useQuery } from '@tanstack/react-query'
import { Notice } from '#components/ui/notice.tsx'
import { Progress } from '#components/ui/progress.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { progressPercent } from '#lib/client/progress-store.ts'
import { wasCancelled } from '#lib/client/tasks/task-words.ts'
import { imageTasksOptions } from '#lib/client/tasks/tasks.ts'
import { useImageProgress } from '../status-badge.tsx'
import { DeactivatedNotice } from './deactivated-notice.tsx'

/** What an image's state means for whoever wants to use it; nothing for one that is active. */
export function StateNotice({ image }: { readonly image: ImageView }) {
  switch (image.status) {
    case 'queued':
      return <Awaited image={image} />
    case 'saving':
    case 'uploading':
    case 'importing':
      return <Arriving image={image} />
    case 'deactivated':
      return <DeactivatedNotice image={image} />
    case 'killed':
      return (
        <Notice tone="danger" title="The upload of this image failed">
          Its data is gone. Delete it, and upload the file as a new image.
        </Notice>
      )
    default:
      return null
  }
}

/** Without data: it has not come yet, or its import failed. */
function Awaited({ image }: { readonly image: ImageView }) {
  const last = useQuery(imageTasksOptions(image.id)).data?.[0]
  const isCancelled = last !== undefined && wasCancelled(last)
  if (last?.status === 'failure' && !isCancelled) {
    return (
      <Notice tone="danger" title="The import of its data failed">
        {last.message}
      </Notice>
    )
  }
  return (
    <Notice
      tone="info"
      title={isCancelled ? 'The import of its data was cancelled' : 'This image has no data yet'}
    >
      It can be used when it has its data. Its format can be changed until then.
    </Notice>
  )
}

function Arriving({ image }: { readonly image: ImageView }) {
  const progress = useImageProgress(image.id)
  if (progress === null) {
    return (
      <Notice tone="info" title="Data is arriving">
        It becomes active by itself when everything is here and verified.
      </Notice>
    )
  }
  const total = progress.total === null ? '' : ` of ${byteText(progress.total)}`
  return (
    <Notice tone="info" title={TITLES[progress.step]}>
      <p className="tabular-nums">
        {byteText(progress.received)}
        {total}
      </p>
      <Progress label={TITLES[progress.step]} percent={progressPercent(progress)} className="mt-2" />
    </Notice>
  )
}

const TITLES = {
  receiving: 'Data is arriving',
  hashing: 'The checksums are being worked out',
  inspecting: 'The data is being inspected',
  storing: 'The data is being stored',
} as const
