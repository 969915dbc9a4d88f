'use client'

import { EyeOff, PanelRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Badge } from '#components/ui/badge.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { cx } from '#components/ui/cx.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Link } from '#components/ui/link.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { isDeprecated } from '#lib/contract/family-properties.ts'
import { StatusBadge } from '../status-badge.tsx'
import { useNow } from '../time.tsx'

interface NameCellProps {
  readonly image: ImageView
  readonly isPhone: boolean
  /** Shows more of it beside the list. */
  readonly onPeek: () => void
}

/** The name leads to the image; its id can be copied with the pointer or the focus there. On a phone the rest stands below. */
export function NameCell({ image, isPhone, onPeek }: NameCellProps) {
  const t = useTranslations('images')
  const common = useTranslations('common')
  const nowMs = useNow()
  return (
    <div className={cx('min-w-0', isPhone && 'py-1')}>
      <div className="flex min-w-0 items-center gap-1.5">
        <Link
          href={`/images/${image.id}`}
          data-row-link={image.id}
          className="min-w-0  truncate rounded-sm font-medium hover:text-accent hover:underline hover:underline-offset-2"
          title={imageTitle(image)}
        >
          <bdi>{imageTitle(image)}</bdi>
        </Link>
        {image.isHidden && (
          <EyeOff role="img" aria-label={t('hidden')} className="size-3.5 shrink-0 text-faint" />
        )}
        {isDeprecated(image.properties, nowMs) && <Badge tone="warn">{t('deprecated')}</Badge>}
        <span className="hidden shrink-0 items-center gap-0.5 group-focus-within/row:flex group-hover/row:flex pointer-coarse:hidden!">
          <CopyButton text={image.id} what={common('nounImageId')} className="-my-1" />
          <IconButton
            size="sm"
            icon={PanelRight}
            label={t('peekAt', { title: imageTitle(image) })}
            className="-my-1 rtl:-scale-x-100"
            onClick={onPeek}
          />
        </span>
      </div>
      {isPhone && (
        <div className="mt-0.5 flex items-center gap-3 text-xs text-muted">
          <span className="w-24">
            <StatusBadge image={image} />
          </span>
          <span>{image.diskFormat ?? ''}</span>
          <span className="tabular-nums">{image.sizeBytes === null ? '' : byteText(image.sizeBytes)}</span>
        </div>
      )}
    </div>
  )
}
