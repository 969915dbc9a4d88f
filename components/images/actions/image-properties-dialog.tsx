'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ChangedMeanwhile } from '#components/form/changed-meanwhile.tsx'
import { PropertiesDialog } from '#components/metadefs/properties/properties-dialog.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { ApiFault } from '#lib/client/api-fault.ts'
import { draftOf } from '#lib/client/image-patch.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { fetchImage, type ImageVersion, imageVersionOptions, useChangeImage } from '#lib/client/images.ts'
import { applyChanges, baseOf, type PropertyChanges } from '#lib/client/metadefs/property-rows.ts'
import { FaultNotice } from '../fault-notice.tsx'

interface ImagePropertiesDialogProps {
  readonly image: ImageView
  readonly onClose: () => void
}

/** Edits the properties of the image as it is now, not as the page remembers it. */
export function ImagePropertiesDialog({ image, onClose }: ImagePropertiesDialogProps) {
  const t = useTranslations('actions')
  const { data, error, refetch } = useQuery(imageVersionOptions(image.id))
  if (data !== undefined) return <VersionProperties version={data} onClose={onClose} />
  return (
    <Dialog isOpen size="xl" onClose={onClose} title={t('properties.title')}>
      {error ? (
        <FaultNotice title={t('edit.notLoaded')} error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-80 w-full" />
      )}
    </Dialog>
  )
}

interface Attempt {
  readonly version: ImageVersion
  readonly changes?: PropertyChanges
}

function VersionProperties({
  version: first,
  onClose,
}: {
  readonly version: ImageVersion
  readonly onClose: () => void
}) {
  const t = useTranslations('actions')
  const common = useTranslations('common')
  const [{ version, changes: startFrom }, setAttempt] = useState<Attempt>({ version: first })
  const [refused, setRefused] = useState<{
    readonly error: unknown
    readonly changes: PropertyChanges
  } | null>(null)
  const { mutateAsync: change, isPending } = useChangeImage(first.image.id)
  const { image, etag } = version

  async function save(changes: PropertyChanges): Promise<void> {
    setRefused(null)
    const properties = applyChanges(image.properties, changes)
    try {
      await change({ image, draft: { ...draftOf(image), properties }, etag })
      showToast({ tone: 'ok', title: t('properties.saved', { title: imageTitle(image) }) })
      onClose()
    } catch (error) {
      setRefused({ error, changes })
    }
  }
  async function goOnFromNew(changes: PropertyChanges | undefined): Promise<void> {
    try {
      const version = await fetchImage(image.id)
      setAttempt({ version, ...(changes && { changes }) })
      setRefused(null)
    } catch (error) {
      setRefused((before) => before && { ...before, error })
    }
  }
  return (
    <PropertiesDialog
      // Another version is another form.
      key={etag}
      subject={<bdi className="block truncate">{imageTitle(image)}</bdi>}
      base={baseOf(image.properties)}
      {...(startFrom && { startFrom })}
      saveLabel={common('saveChanges')}
      isSaving={isPending}
      onClose={onClose}
      onSave={(changes) => void save(changes)}
      {...(image.lockedProperties && { locks: image.lockedProperties })}
      refusals={refusalsFrom(refused?.error)}
      notice={
        refused && (
          <Refusal
            error={refused.error}
            goOn={(isMineKept) => goOnFromNew(isMineKept ? refused.changes : undefined)}
          />
        )
      }
    />
  )
}

/** A property protection and a broken definition name the property. */
function refusalsFrom(error: unknown): ReadonlyMap<string, string> {
  return new Map(error instanceof ApiFault && error.field !== null ? [[error.field, error.message]] : [])
}

interface RefusalProps {
  readonly error: unknown
  readonly goOn: (isMineKept: boolean) => Promise<void>
}

function Refusal({ error, goOn }: RefusalProps) {
  const t = useTranslations('common')
  const isStale = error instanceof ApiFault && error.code === 'stale'
  if (!isStale)
    return (
      <div className="mb-4">
        <FaultNotice title={t('nothingSaved')} error={error} />
      </div>
    )
  return (
    <ChangedMeanwhile what="image" onKeepMine={() => void goOn(true)} onTakeTheirs={() => void goOn(false)} />
  )
}
