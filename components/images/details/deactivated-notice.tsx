'use client'

import { Pencil } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { absoluteTime } from '#lib/client/time-text.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import type { Deactivation } from '#lib/domain/deactivation.ts'
import { useImageActions } from '../actions/image-actions-provider.tsx'
import { useAsker } from '../actions/use-asker.ts'
import { RelativeTime } from '../time.tsx'

/** Why the image cannot be used, for everybody who sees it, and when that ends. */
export function DeactivatedNotice({ image }: { readonly image: ImageView }) {
  const asker = useAsker()
  const { askDeactivate } = useImageActions()
  const { deactivation } = image
  return (
    <Notice
      tone="warn"
      title="This image is deactivated"
      actions={
        imageCan.explainDeactivation(image, asker).allowed && (
          <Button size="sm" icon={Pencil} onClick={() => askDeactivate([image])}>
            {deactivation === undefined ? 'Say why' : 'Change reason'}
          </Button>
        )
      }
    >
      {deactivation !== undefined && <Reason {...deactivation} />}
      <p>
        Its data is kept, but only administrators can download it, and no new machine can start from it.{' '}
        {endText(image)}
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

function endText({ deactivation }: ImageView): string {
  const untilMs = deactivation?.untilMs ?? null
  return untilMs === null
    ? 'Reactivate it to use it again.'
    : `It becomes active again by itself: ${absoluteTime(untilMs)}.`
}
