'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Notice } from '#components/ui/notice.tsx'
import { Progress } from '#components/ui/progress.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { progressPercent } from '#lib/client/progress-store.ts'
import { wasCancelled } from '#lib/client/tasks/task-words.ts'
import { imageTasksOptions } from '#lib/client/tasks/tasks.ts'
import { useImageProgress } from '../status-badge.tsx'
import { DeactivatedNotice } from './deactivated-notice.tsx'

/** What an image's state means for whoever wants to use it; nothing for one that is active. */
export function StateNotice({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.state')
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
        <Notice tone="danger" title={t('killed')}>
          {t('killedText')}
        </Notice>
      )
    default:
      return null
  }
}

/** Without data: it has not come yet, or its import failed. */
function Awaited({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.state')
  const last = useQuery(imageTasksOptions(image.id)).data?.[0]
  const isCancelled = last !== undefined && wasCancelled(last)
  if (last?.status === 'failure' && !isCancelled) {
    return (
      <Notice tone="danger" title={t('importFailed')}>
        <ServiceText>{last.message}</ServiceText>
      </Notice>
    )
  }
  return (
    <Notice tone="info" title={t(isCancelled ? 'importCancelled' : 'noData')}>
      {t('noDataText')}
    </Notice>
  )
}

function Arriving({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.state')
  const progress = useImageProgress(image.id)
  if (progress === null) {
    return (
      <Notice tone="info" title={t('arriving')}>
        {t('arrivingText')}
      </Notice>
    )
  }
  const part = byteText(progress.received)
  const step = t(`step.${progress.step}`)
  return (
    <Notice tone="info" title={step}>
      <p className="tabular-nums">
        {progress.total === null ? part : t('of', { part, total: byteText(progress.total) })}
      </p>
      <Progress label={step} percent={progressPercent(progress)} className="mt-2" />
    </Notice>
  )
}
