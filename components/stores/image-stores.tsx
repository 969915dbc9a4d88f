'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowRightLeft, Copy, FileSearch, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { Section } from '#components/images/details/section.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { RelativeTime } from '#components/images/time.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { checkWords } from '#lib/client/store-words.ts'
import { type ImageStoreWire, imageStoresOptions, useVerifyImage } from '#lib/client/stores.ts'
import { isAdministrator } from '#lib/domain/rights.ts'

const ImageTransferDialog = lazyPart(() =>
  import('./image-transfer-dialog.tsx').then((file) => file.ImageTransferDialog),
)
const RemoveFromStoreDialog = lazyPart(() =>
  import('./remove-from-store-dialog.tsx').then((file) => file.RemoveFromStoreDialog),
)

type Asked = { readonly kind: 'copy' } | { readonly kind: 'move' | 'remove'; readonly from: string }

/** Which stores have the image's data, whether it is still what it was, and what administrators do about both. */
export function ImageStores({ image }: { readonly image: ImageView }) {
  const t = useTranslations('stores')
  const { data: places, error, refetch } = useQuery(imageStoresOptions(image.id))
  const [asked, setAsked] = useState<Asked | null>(null)
  const mayManage = isAdministrator(useAsker())
  if (places === undefined && error !== null) {
    return <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void refetch()} />
  }
  if (places === undefined || places.length === 0) return null
  const present = places.map(({ store }) => store)
  const close = (): void => setAsked(null)
  return (
    <Section
      title={t('image.title')}
      actions={
        mayManage && (
          <Button size="sm" icon={Copy} onClick={() => setAsked({ kind: 'copy' })}>
            {t('image.copy')}
          </Button>
        )
      }
    >
      <ul aria-label={t('image.list')} className="divide-y rounded-lg border">
        {places.map((place) => (
          <Place
            key={place.store}
            image={image}
            place={place}
            isOnly={places.length === 1}
            mayManage={mayManage}
            onAsk={(kind) => setAsked({ kind, from: place.store })}
          />
        ))}
      </ul>
      {(asked?.kind === 'copy' || asked?.kind === 'move') && (
        <ImageTransferDialog
          image={image}
          present={present}
          from={asked.kind === 'move' ? asked.from : null}
          onClose={close}
        />
      )}
      {asked?.kind === 'remove' && (
        <RemoveFromStoreDialog image={image} storeId={asked.from} onClose={close} />
      )}
    </Section>
  )
}

interface PlaceProps {
  readonly image: ImageView
  readonly place: ImageStoreWire
  readonly isOnly: boolean
  readonly mayManage: boolean
  readonly onAsk: (kind: 'move' | 'remove') => void
}

const LOOKS = {
  neutral: 'text-muted',
  accent: 'text-muted',
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
} as const

function Place({ image, place, isOnly, mayManage, onAsk }: PlaceProps) {
  const t = useTranslations('stores')
  const { store, check } = place
  const verify = useVerifyImage(image.id)
  const { text, tone } = checkWords(check, image.sizeBytes, t)
  const isWanted = check.requested_at !== null || check.done_bytes !== null
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3.5 py-2">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium break-all">
          <bdi>{store}</bdi>
        </p>
        <p role="status" className={cx('text-xs break-words', LOOKS[tone])}>
          {text}
          {check.checked_at !== null && !isWanted && (
            <span className="text-muted">
              {' '}
              {t.rich('image.verified', {
                time: () => <RelativeTime atMs={Date.parse(check.checked_at ?? '')} />,
              })}
            </span>
          )}
        </p>
      </div>
      {mayManage && (
        <div className="flex items-center gap-1">
          <Button
            size="sm"
            icon={FileSearch}
            aria-label={t('image.verifyIn', { store })}
            isBusy={verify.isPending}
            disabledReason={isWanted ? t('image.isRead') : undefined}
            onClick={() =>
              verify.mutate([store], {
                onError: (error) =>
                  showToast({
                    tone: 'danger',
                    title: t('image.notRead'),
                    description: faultMessage(error),
                  }),
              })
            }
          >
            {t('image.verify')}
          </Button>
          <IconButton
            label={t('image.moveOut', { store })}
            icon={ArrowRightLeft}
            onClick={() => onAsk('move')}
          />
          <IconButton
            label={t('image.removeFrom', { store })}
            icon={Trash2}
            disabledReason={isOnly ? t('image.onlyOne') : undefined}
            onClick={() => onAsk('remove')}
          />
        </div>
      )}
    </li>
  )
}
