'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useShortcut } from '#components/shell/use-shortcut.ts'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { AboutSection } from '../details/about-section.tsx'
import { ImageSummary } from '../details/image-summary.tsx'
import { PropertiesSection } from '../details/properties-section.tsx'

interface PeekPanelProps {
  readonly image: ImageView
  readonly onClose: () => void
}

/** One image of the list, looked at without leaving it: beside the rows, on small screens over the lower ones. */
export function PeekPanel({ image, onClose }: PeekPanelProps) {
  const t = useTranslations('image.peek')
  useShortcut(['Escape'], onClose)
  const title = imageTitle(image)
  return (
    <aside
      aria-label={t('label', { title })}
      className="sticky top-0 flex h-dvh w-100 shrink-0 flex-col border-s bg-surface max-lg:fixed max-lg:inset-x-0 max-lg:top-auto max-lg:bottom-0 max-lg:z-30 max-lg:h-[65dvh] max-lg:w-auto max-lg:border-s-0 max-lg:border-t max-lg:shadow-popup"
    >
      <div className="flex items-start gap-2 border-b px-4 py-3">
        <h2 className="min-w-0 flex-1 pt-1 font-semibold break-words">
          <bdi>{title}</bdi>
        </h2>
        <ButtonLink size="sm" href={`/images/${image.id}`}>
          {t('open')}
        </ButtonLink>
        <IconButton label={t('close')} icon={X} size="sm" onClick={onClose} />
      </div>
      <p role="status" className="sr-only">
        {t('shown', { title })}
      </p>
      <div className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto px-4 py-4">
        <ImageSummary image={image} />
        <AboutSection image={image} />
        <PropertiesSection image={image} />
      </div>
    </aside>
  )
}
