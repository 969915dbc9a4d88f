'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useMemo, useRef } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { useSession } from '#components/shell/session-provider.tsx'
import { hasHandlePicker, pickFiles } from '#lib/client/upload/file/choose.ts'
import { UploadDock } from './dock/upload-dock.tsx'
import { DropTarget } from './drop-target.tsx'
import { FileInput, type FileInputHandle } from './file-input.tsx'
import { usePrepare } from './prepare/use-prepare.ts'
import { UploadContext, type UploadDoor } from './upload-context.ts'
import { useEngine } from './use-engine.ts'

// Fetched when files are chosen: pages do without it.
const PrepareDialog = dynamic(() => import('./prepare/prepare-dialog.tsx').then((file) => file.PrepareDialog))

/**
 * Makes uploading possible on every page: files can be dropped anywhere, and what is sent is shown in the dock, which
 * stays while pages come and go.
 */
export function UploadProvider({ children }: { readonly children: ReactNode }) {
  const { user } = useSession()
  const asker = useAsker()
  const projectId = asker.projectId
  const owner = useMemo(
    () => (projectId === null ? null : { userId: user.id, projectId }),
    [user.id, projectId],
  )
  const engine = useEngine(owner)
  const input = useRef<FileInputHandle>(null)
  const preparing = usePrepare()
  const { open } = preparing
  const door = useMemo<UploadDoor | null>(() => {
    if (owner === null || engine === null) return null
    return {
      engine,
      owner,
      prepare: open,
      choose(then, isMultiple) {
        if (hasHandlePicker()) void pickFiles(isMultiple).then(then)
        else input.current?.ask(then, isMultiple)
      },
    }
  }, [engine, owner, open])

  return (
    <UploadContext value={door}>
      {children}
      {door !== null && (
        <>
          <FileInput ref={input} onFiles={open} />
          <DropTarget asker={asker} onFiles={open} />
          {preparing.candidates.length > 0 && (
            <PrepareDialog preparing={preparing} asker={asker} door={door} />
          )}
          <UploadDock door={door} />
        </>
      )}
    </UploadContext>
  )
}
