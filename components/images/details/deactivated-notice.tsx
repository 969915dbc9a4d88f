'use client'

import { Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { absoluteTime } from '#lib/client/time-text.ts'
import type { Translate } from '#lib/client/words.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import type { Deactivation } from '#lib/domain/deactivation.ts'
import { useImageActions } from '../actions/image-actions-provider.tsx'
import { useAsker } from '../actions/use-asker.ts'
import { RelativeTime } from '../time.tsx'

/** Why the image cannot be used, for everybody who sees it, and when that ends. */
export function DeactivatedNotice({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.deactivated')
  const asker = useAsker()
  const { askDeactivate } = useImageActions()
  const { deactivation } = image
  return (
    <Notice
      tone="warn"
      title={t('title')}
      actions={
        imageCan.explainDeactivation(image, asker).allowed && (
          <Button size="sm" icon={Pencil} onClick={() => askDeactivate([image])}>
            {t(deactivation === undefined ? 'sayWhy' : 'change')}
          </Button>
        )
      }
    >
      {deactivation !== undefined && <Reason {...deactivation} />}
      <p>
        {t('text')} {endText(image, t)}
      </p>
    </Notice>
  )
}

function Reason({ reason, ticket, sinceMs }: Deactivation) {
  return (
    <p className="mb-1 break-words">
      <bdi className="font-medium whitespace-pre-line">{reason}</bdi>
      {ticket !== null && (
        <>
          {' · '}
          <Ticket text={ticket} />
        </>
      )}
      <span className="text-muted">
        {' · '}
        <RelativeTime atMs={sinceMs} />
      </span>
    </p>
  )
}

/** An address can be followed; anything else is only said. */
function Ticket({ text }: { readonly text: string }) {
  if (!/^https?:\/\/\S+$/i.test(text)) return <bdi>{text}</bdi>
  return (
    <a
      href={text}
      target="_blank"
      rel="noopener noreferrer"
      className="break-all underline underline-offset-2"
    >
      {text}
    </a>
  )
}

function endText({ deactivation }: ImageView, t: Translate<'image.deactivated'>): string {
  const untilMs = deactivation?.untilMs ?? null
  return untilMs === null ? t('reactivate') : t('byItself', { time: absoluteTime(untilMs) })
}
