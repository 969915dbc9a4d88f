'use client'

import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { commandsOfAll, type ImageDeed } from '#lib/client/action-commands.ts'
import type { ImageView } from '#lib/client/image-view.ts'

interface AsCommandsProps {
  readonly deed: ImageDeed
  readonly images: readonly Pick<ImageView, 'id'>[]
}

/** What the dialog is about to do, for whoever wants to do it again by hand or by a program. */
export function AsCommands({ deed, images }: AsCommandsProps) {
  const t = useTranslations('common')
  const origin = useSyncExternalStore(neverChanges, readOrigin, originOnServer)
  return (
    <details className="mt-4 text-start">
      <summary className="cursor-pointer rounded-sm text-xs text-muted hover:text-ink">
        {t('asCommand')}
      </summary>
      <div className="mt-2 grid gap-2">
        {commandsOfAll(
          deed,
          images.map(({ id }) => id),
          origin,
        ).map(({ does, text }) => (
          <div key={text}>
            <p className="flex items-center justify-between gap-2 text-xs text-muted">
              {does}
              <CopyButton text={text} what={t('commandFor', { what: does })} />
            </p>
            <pre className="rounded-md border bg-sunken px-3 py-2 font-mono text-xs leading-5 break-all whitespace-pre-wrap text-ink">
              {text}
            </pre>
          </div>
        ))}
      </div>
    </details>
  )
}

const neverChanges = () => () => {}
const readOrigin = () => location.origin
const originOnServer = () => ''
