'use client'

import { useTranslations } from 'next-intl'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { newsText } from '#lib/client/upload/words/news-words.ts'
import type { DeskDoor } from '../upload-context.ts'
import { useEngineView } from './use-shown-uploads.ts'

// Fetched with the first upload.
const DockPanel = lazyPart(() => import('./dock-panel.tsx').then((file) => file.DockPanel))

/** All uploads of this browser, whatever page is shown. Not there while there are none. */
export function UploadDock({ door }: { readonly door: DeskDoor }) {
  const t = useTranslations('upload')
  const { uploads, announcement } = useEngineView(door.engine)
  return (
    <>
      <p data-announcer role="status" className="sr-only">
        {announcement.news && newsText(announcement.news, t)}
      </p>
      {uploads.length > 0 && <DockPanel door={door} uploads={uploads} />}
    </>
  )
}
