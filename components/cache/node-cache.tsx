'use client'

import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Section } from '#components/images/details/section.tsx'
import { RelativeTime } from '#components/images/time.tsx'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Link } from '#components/ui/link.tsx'
import { Progress } from '#components/ui/progress.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { byteText } from '#lib/client/byte-text.ts'
import { type CachedImageWire, type CacheNodeWire, useUncacheImage } from '#lib/client/cache.ts'
import type { ClearTarget } from './clear-dialog.tsx'

interface NodeCacheProps {
  readonly cache: CacheNodeWire
  /** The node that answers: only its cache can be changed from here. */
  readonly isOwn: boolean
  readonly maxBytes: number
  readonly nameOf: (imageId: string) => string
  readonly onClear: (target: ClearTarget) => void
}

export function NodeCache({ cache, isOwn, maxBytes, nameOf, onClear }: NodeCacheProps) {
  const t = useTranslations('cache.node')
  const { node, cached_images: cached, queued_images: queued } = cache
  const bytes = cached.reduce((sum, { size }) => sum + size, 0)
  return (
    <Section title={isOwn ? t('own', { node }) : node}>
      <p className="text-xs text-muted tabular-nums">
        {t(isOwn ? 'copiesOf' : 'copies', {
          count: cached.length,
          n: String(cached.length),
          size: byteText(bytes),
          room: byteText(maxBytes),
        })}
      </p>
      {isOwn && (
        <Progress
          label={t('used', { node })}
          percent={Math.min(100, (bytes / maxBytes) * 100)}
          className="mt-1 mb-3 max-w-md"
        />
      )}
      {cached.length + queued.length === 0 ? (
        <p className="text-muted">{t('empty')}</p>
      ) : (
        <ul aria-label={t('images', { node })} className="divide-y rounded-lg border">
          {cached.map((copy) => (
            <Row key={copy.image_id} imageId={copy.image_id} name={nameOf(copy.image_id)} isOwn={isOwn}>
              <CopyFacts copy={copy} />
            </Row>
          ))}
          {queued.map((id) => (
            <Row key={id} imageId={id} name={nameOf(id)} isOwn={isOwn}>
              {t('waits')}
            </Row>
          ))}
        </ul>
      )}
      {isOwn && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button
            size="sm"
            disabledReason={cached.length === 0 ? t('noCopies') : undefined}
            onClick={() => onClear('cache')}
          >
            {t('removeAll')}
          </Button>
          <Button
            size="sm"
            disabledReason={queued.length === 0 ? t('nothingWaits') : undefined}
            onClick={() => onClear('queue')}
          >
            {t('emptyQueue')}
          </Button>
        </div>
      )}
      {!isOwn && <p className="mt-2 text-xs text-muted">{t('askIt')}</p>}
    </Section>
  )
}

function CopyFacts({ copy }: { readonly copy: CachedImageWire }) {
  const t = useTranslations('cache.node')
  return t.rich('facts', {
    size: byteText(copy.size),
    count: copy.hits,
    n: String(copy.hits),
    time: () => <RelativeTime atMs={copy.last_accessed * 1000} />,
  })
}

interface RowProps {
  readonly imageId: string
  readonly name: string
  readonly isOwn: boolean
  readonly children: React.ReactNode
}

function Row({ imageId, name, isOwn, children }: RowProps) {
  const t = useTranslations('cache.node')
  const { mutate, isPending } = useUncacheImage()
  return (
    <li className="flex items-center gap-4 px-3.5 py-2">
      <div className="min-w-0 flex-1">
        <Link href={`/images/${imageId}`} className="font-medium underline-offset-2 hover:underline">
          <bdi className="break-words">{name}</bdi>
        </Link>
        <p className="text-xs text-muted tabular-nums">{children}</p>
      </div>
      {isOwn && (
        <IconButton
          label={t('remove', { name })}
          icon={Trash2}
          isBusy={isPending}
          onClick={() =>
            mutate(imageId, {
              onError: (error) =>
                showToast({ tone: 'danger', title: t('notRemoved'), description: faultMessage(error) }),
            })
          }
        />
      )}
    </li>
  )
}
