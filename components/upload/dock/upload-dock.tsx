'use client'

import { lazyPart } from '#components/ui/lazy-part.tsx'
import type { DeskDoor } from '../upload-context.ts'
import { useEngineView } from './use-shown-uploads.ts'

// Fetched with the first upload.
const DockPanel = lazyPart(() => import('./dock-panel.tsx').then((file) => file.DockPanel))

/** All uploads of this browser, whatever page is shown. Not there while there are none. */
export function UploadDock({ door }: { readonly door: DeskDoor }) {
  const { uploads, announcement } = useEngineView(door.engine)
  return (
    <>
      <p data-announcer role="status" className="sr-only">
        {announcement.text}
      </p>
      {uploads.length > 0 && <DockPanel door={door} uploads={uploads} />}
    </>
  )
}
