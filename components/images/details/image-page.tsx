'use client'

import { SearchX } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { FamilySection } from '#components/families/family-section.tsx'
import { useDocumentTitle } from '#components/shell/use-document-title.ts'
import { useShortcut } from '#components/shell/use-shortcut.ts'
import { ImageStores } from '#components/stores/image-stores.tsx'
import { ImageTasks } from '#components/tasks/image-tasks.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ImageDataUpload } from '#components/upload/image-data-upload.tsx'
import { ApiFault } from '#lib/client/api-fault.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { useImage } from '#lib/client/images.ts'
import { ImageActionsProvider, useImageActions } from '../actions/image-actions-provider.tsx'
import { FaultNotice } from '../fault-notice.tsx'
import { AboutSection } from './about-section.tsx'
import { CommandsSection } from './commands-section.tsx'
import { DeprecatedNotice } from './deprecated-notice.tsx'
import { DetailsSkeleton } from './details-skeleton.tsx'
import { HistorySection } from './history-section.tsx'
import { ImageHeader } from './image-header.tsx'
import { ImageSummary } from './image-summary.tsx'
import { IntegritySection } from './integrity-section.tsx'
import { MembersSection } from './members-section.tsx'
import { PropertiesSection } from './properties-section.tsx'
import { StateNotice } from './state-notice.tsx'

export function ImagePage({ imageId }: { readonly imageId: string }) {
  const t = useTranslations('image')
  const { data, error, isPending, refetch } = useImage(imageId)
  if (isPending) return <DetailsSkeleton />
  // Once it is gone, what is remembered of it must not look alive.
  if (error instanceof ApiFault && error.code === 'not_found') return <GoneImage />
  if (data === undefined) {
    return (
      <div className="p-4 sm:p-6">
        <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  return (
    <ImageActionsProvider>
      <ImageDetails image={data.image} />
    </ImageActionsProvider>
  )
}

function ImageDetails({ image }: { readonly image: ImageView }) {
  const router = useRouter()
  const { edit } = useImageActions()
  useDocumentTitle(imageTitle(image))
  useShortcut(['e'], () => edit(image))
  useShortcut(['u'], () => router.push('/images'))
  return (
    <>
      <ImageHeader image={image} onDeleted={() => router.push('/images')} />
      <div className="grid gap-6 px-4 pb-10 sm:px-6">
        <StateNotice image={image} />
        <DeprecatedNotice image={image} />
        <ImageDataUpload image={image} />
        <ImageSummary image={image} />
        <ImageTasks image={image} place="top" />
        <div className="grid items-start gap-x-8 gap-y-7 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="grid min-w-0 gap-7">
            <AboutSection image={image} />
            <FamilySection image={image} />
            <IntegritySection image={image} />
            <ImageStores image={image} />
            <ImageTasks image={image} place="below" />
            <HistorySection image={image} />
          </div>
          <div className="grid min-w-0 gap-7">
            <MembersSection image={image} />
            <PropertiesSection image={image} />
            <CommandsSection image={image} />
          </div>
        </div>
      </div>
    </>
  )
}

function GoneImage() {
  const t = useTranslations('image.gone')
  return (
    <EmptyState
      isPage
      icon={SearchX}
      title={t('title')}
      actions={<ButtonLink href="/images">{t('toList')}</ButtonLink>}
    >
      {t('text')}
    </EmptyState>
  )
}
