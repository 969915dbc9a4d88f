'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { imageDefinitionOptions } from '#lib/client/metadefs/definitions.ts'
import type { PropertiesDialogProps } from './dialog-props.ts'
import { PropertyEditor } from './property-editor.tsx'

/** The properties as a form, made from the definitions; the same for one image, many, and those not yet sent. */
export function PropertiesDialog(props: PropertiesDialogProps) {
  const t = useTranslations('properties')
  const { data, error, refetch } = useQuery(imageDefinitionOptions())
  if (data !== undefined) return <PropertyEditor {...props} definitions={data} />
  return (
    <Dialog isOpen size="xl" onClose={props.onClose} title={t('title')}>
      {error ? (
        <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void refetch()} />
      ) : (
        <div role="status" className="grid min-h-80 content-start gap-4">
          <span className="sr-only">{t('loading')}</span>
          {['one', 'two', 'three', 'four'].map((each) => (
            <Skeleton key={each} className="h-9 w-full" />
          ))}
        </div>
      )}
    </Dialog>
  )
}
