'use client'

import { Trash2 } from 'lucide-react'
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
  const { node, cached_images: cached, queued_images: queued } = cache
  const bytes = cached.reduce((sum, { size }) => sum + size, 0)
  return (
    <Section title={isOwn ? `${node} (this node)` : node}>
      <p className="text-xs text-muted tabular-nums">
        {cached.length === 1 ? '1 copy' : `${cached.length} copies`} · {byteText(bytes)}
        {isOwn && ` of ${byteText(maxBytes)}`}
      </p>
      {isOwn && (
        <Progress
          label={`Cache of ${node} used`}
          percent={Math.min(100, (bytes / maxBytes) * 100)}
          className="mt-1 mb-3 max-w-md"
        />
      )}
      {cached.length + queued.length === 0 ? (
        <p className="text-muted">
          No copies, and nothing waits. Downloads of images from remote stores leave copies here.
        </p>
      ) : (
        <ul aria-label={`Images at ${node}`} className="divide-y rounded-lg border">
          {cached.map((copy) => (
            <Row key={copy.image_id} imageId={copy.image_id} name={nameOf(copy.image_id)} isOwn={isOwn}>
              <CopyFacts copy={copy} />
            </Row>
          ))}
          {queued.map((id) => (
            <Row key={id} imageId={id} name={nameOf(id)} isOwn={isOwn}>
              Waits to be fetched
            </Row>
          ))}
        </ul>
      )}
      {isOwn && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button
            size="sm"
            disabledReason={cached.length === 0 ? 'There are no copies' : undefined}
            onClick={() => onClear('cache')}
          >
            Remove all copies
          </Button>
          <Button
            size="sm"
            disabledReason={queued.length === 0 ? 'Nothing waits' : undefined}
            onClick={() => onClear('queue')}
          >
            Empty the queue
          </Button>
        </div>
      )}
      {!isOwn && <p className="mt-2 text-xs text-muted">To change it, ask that node.</p>}
    </Section>
  )
}

function CopyFacts({ copy }: { readonly copy: CachedImageWire }) {
  return (
    <>
      {byteText(copy.size)} · {copy.hits === 1 ? '1 hit' : `${copy.hits} hits`} · last used{' '}
      <RelativeTime atMs={copy.last_accessed * 1000} />
    </>
  )
}

interface RowProps {
  readonly imageId: string
  readonly name: string
  readonly isOwn: boolean
  readonly children: React.ReactNode
}

function Row({ imageId, name, isOwn, children }: RowProps) {
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
          label={`Remove ${name}`}
          icon={Trash2}
          isBusy={isPending}
          onClick={() =>
            mutate(imageId, {
              onError: (error) =>
                showToast({ tone: 'danger', title: 'It was not removed', description: faultMessage(error) }),
            })
          }
        />
      )}
    </li>
  )
}
