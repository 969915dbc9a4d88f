'use client'

import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  Trash2,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import type { Tone } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { Progress } from '#components/ui/progress.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import {
  type ImageProgress,
  progressPercent,
  readProgress,
  subscribeProgress,
} from '#lib/client/progress-store.ts'
import type { Translate } from '#lib/client/words.ts'
import { blockedText } from '#lib/domain/deactivation.ts'
import type { ImageStatus } from '#lib/domain/image.ts'

const LOOKS: Readonly<Record<ImageStatus, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  queued: { icon: CircleDashed, tone: 'neutral' },
  saving: { icon: LoaderCircle, tone: 'accent' },
  uploading: { icon: LoaderCircle, tone: 'accent' },
  importing: { icon: LoaderCircle, tone: 'accent' },
  active: { icon: CircleCheck, tone: 'ok' },
  deactivated: { icon: CirclePause, tone: 'warn' },
  killed: { icon: CircleX, tone: 'danger' },
  pending_delete: { icon: Trash2, tone: 'neutral' },
  deleted: { icon: Trash2, tone: 'neutral' },
}

const COLOURS: Readonly<Record<Tone, string>> = {
  neutral: 'text-muted',
  accent: 'text-accent',
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
}

/** The status as an icon and a word; while data comes in, what is being done and how far it is. */
export function StatusBadge({
  image,
}: {
  readonly image: Pick<ImageView, 'id' | 'status' | 'deactivation'>
}) {
  const t = useTranslations('common')
  const progress = useImageProgress(image.id)
  const { icon: Icon, tone } = LOOKS[image.status]
  const isMoving = Icon === LoaderCircle
  const percent = progress === null ? null : progressPercent(progress)
  const label = t(isMoving && progress !== null ? `step.${progress.step}` : `status.${image.status}`)
  return (
    <span className="block w-full min-w-0" title={meaningOf(image, t)}>
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <Icon aria-hidden className={cx('size-3.5 shrink-0', COLOURS[tone], isMoving && 'animate-spin')} />
        <span className="truncate">{label}</span>
        {isMoving && percent !== null && <span className="text-xs text-muted tabular-nums">{percent} %</span>}
      </span>
      {isMoving && progress !== null && (
        <Progress label={label} percent={percent} className="mt-1 max-w-28" />
      )}
    </span>
  )
}

/** A deactivated image says why. */
function meaningOf(
  { status, deactivation }: Pick<ImageView, 'status' | 'deactivation'>,
  t: Translate<'common'>,
): string {
  return status === 'deactivated' && deactivation !== undefined
    ? blockedText(deactivation)
    : t(`statusMeaning.${status}`)
}

/** How far the image's data has come; null: nobody says. */
export function useImageProgress(imageId: string): ImageProgress | null {
  return useSyncExternalStore(
    (listener) => subscribeProgress(imageId, listener),
    () => readProgress(imageId),
    () => null,
  )
}
