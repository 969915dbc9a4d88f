import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { byteText, exactBytes } from '#lib/client/byte-text.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import type { Translate } from '#lib/client/words.ts'
import { StatusBadge } from '../status-badge.tsx'
import { VisibilityLabel } from '../visibility-label.tsx'

/** The answers that most people come for, on one line. */
export function ImageSummary({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.summary')
  return (
    <div className="@container">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line @lg:grid-cols-3 @4xl:grid-cols-6">
        <Item label={t('status')}>
          <StatusBadge image={image} />
        </Item>
        <Item label={t('visibility')}>
          <VisibilityLabel visibility={image.visibility} />
        </Item>
        <Item label={t('format')}>
          {image.diskFormat ?? t('notSaid')}
          {image.containerFormat !== null && (
            <span className="font-normal text-muted"> · {image.containerFormat}</span>
          )}
        </Item>
        <Item label={t('size')}>
          <Bytes bytes={image.sizeBytes} />
        </Item>
        <Item label={t('virtualSize')}>
          <Bytes bytes={image.virtualSizeBytes} />
        </Item>
        <Item label={t('needs')}>{needsText(image, t)}</Item>
      </dl>
    </div>
  )
}

function Item({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0 bg-surface px-3.5 py-2.5">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5 font-medium tabular-nums">{children}</dd>
    </div>
  )
}

function Bytes({ bytes }: { readonly bytes: number | null }) {
  const t = useTranslations('image.summary')
  if (bytes === null) return <span className="text-faint">{t('unknown')}</span>
  return <span title={exactBytes(bytes)}>{byteText(bytes)}</span>
}

function needsText({ minDiskGb, minRamMb }: ImageView, t: Translate<'image.summary'>): string {
  const disk = minDiskGb > 0 ? t('disk', { gb: String(minDiskGb) }) : null
  const memory = minRamMb > 0 ? memoryText(minRamMb, t) : null
  return [disk, memory].filter((part) => part !== null).join(', ') || t('nothing')
}

function memoryText(mb: number, t: Translate<'image.summary'>): string {
  return mb % 1024 === 0 ? t('ramGb', { n: String(mb / 1024) }) : t('ramMb', { n: String(mb) })
}
