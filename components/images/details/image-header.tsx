'use client'

import { ChevronLeft, Download, Ellipsis, Pencil, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Link } from '#components/ui/link.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { useReasonOf } from '#components/words/service-text.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { imageFilePath } from '#lib/client/images.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import { fileNameOf } from '../actions/file-name.ts'
import { useImageActions } from '../actions/image-actions-provider.tsx'
import { ImageMenuItems } from '../actions/image-menu-items.tsx'
import { useAsker } from '../actions/use-asker.ts'

interface ImageHeaderProps {
  readonly image: ImageView
  readonly onDeleted: () => void
}

export function ImageHeader({ image, onDeleted }: ImageHeaderProps) {
  const reasonOf = useReasonOf()
  const t = useTranslations('image.header')
  const asker = useAsker()
  const { edit } = useImageActions()
  const editVerdict = imageCan.edit(image, asker)
  return (
    <PageHeader
      trail={
        <Link
          href="/images"
          className="-ms-1 mb-0.5 inline-flex h-6 items-center gap-0.5 rounded-sm pe-1 text-xs text-muted hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-3.5 rtl:-scale-x-100" />
          {t('images')}
        </Link>
      }
      title={<bdi>{imageTitle(image)}</bdi>}
      meta={
        image.isProtected && (
          <Badge icon={ShieldCheck} tone="neutral">
            {t('protected')}
          </Badge>
        )
      }
      actions={
        <>
          <DownloadButton image={image} />
          <Button icon={Pencil} disabledReason={reasonOf(editVerdict)} onClick={() => edit(image)}>
            {t('edit')}
          </Button>
          <Menu
            align="end"
            className="w-60"
            trigger={
              <IconButton
                label={t('more')}
                icon={Ellipsis}
                hasTooltip={false}
                className="border border-line-strong"
              />
            }
          >
            <ImageMenuItems image={image} onDeleted={onDeleted} />
          </Menu>
        </>
      }
    />
  )
}

/** A plain link: the browser itself saves the stream, whatever its size. */
function DownloadButton({ image }: { readonly image: ImageView }) {
  const reasonOf = useReasonOf()
  const t = useTranslations('image.header')
  const verdict = imageCan.download(image, useAsker())
  if (!verdict.allowed) {
    return (
      <Button icon={Download} disabledReason={reasonOf(verdict)}>
        {t('download')}
      </Button>
    )
  }
  return (
    <ButtonLink variant="primary" icon={Download} href={imageFilePath(image.id)} download={fileNameOf(image)}>
      {t('download')}
    </ButtonLink>
  )
}
