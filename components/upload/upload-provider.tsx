'use client'

import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { useSession } from '#components/shell/session-provider.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { withWords } from '#components/words/with-words.tsx'
import { watchForUploads } from '#lib/client/upload/engine/kept-uploads.ts'
import { type ChosenFile, hasHandlePicker, pickFiles } from '#lib/client/upload/file/choose.ts'
import { createFileInbox } from '#lib/client/upload/file/inbox.ts'
import { DropTarget } from './drop-target.tsx'
import { FileInput, type FileInputHandle } from './file-input.tsx'
import { PrepareDialog } from './prepare/lazy-prepare-dialog.ts'
import { UploadContext, type UploadDoor } from './upload-context.ts'

// Fetched when files are about to be chosen, or when there are uploads: pages do without it.
const UploadDesk = lazyPart(
  withWords(['upload'], () => import('./upload-desk.tsx').then((file) => file.UploadDesk)),
)

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
  const [inbox] = useState(createFileInbox)
  const [isDeskOpen, setIsDeskOpen] = useState(false)
  const [isAlive, setIsAlive] = useState(false)
  const input = useRef<FileInputHandle>(null)
  useEffect(() => setIsAlive(true), [])
  useEffect(() => watchForUploads(user.id, () => setIsDeskOpen(true)), [user.id])
  const door = useMemo<UploadDoor | null>(() => {
    if (owner === null || !isAlive) return null
    return {
      owner,
      prepare(files, version) {
        preloadDesk()
        inbox.put(files, version ?? null)
        setIsDeskOpen(true)
      },
      choose(then, isMultiple) {
        preloadDesk()
        if (hasHandlePicker()) void pickFiles(isMultiple).then(takeSome(then))
        else input.current?.ask(then, isMultiple)
      },
      openDesk: () => setIsDeskOpen(true),
    }
  }, [owner, isAlive, inbox])

  return (
    <UploadContext value={door}>
      {children}
      {door !== null && (
        <>
          <FileInput ref={input} onFiles={door.prepare} />
          <DropTarget asker={asker} onNear={preloadDesk} onFiles={door.prepare} />
        </>
      )}
      {isDeskOpen && <UploadDesk door={door} owner={owner} asker={asker} inbox={inbox} />}
    </UploadContext>
  )
}

/** While the person looks for the file there is time to fetch what looks into it. */
function preloadDesk(): void {
  void UploadDesk.preload()
  void PrepareDialog.preload()
}

/** Nobody is told of a chooser that was closed without a choice. */
function takeSome(then: (files: readonly ChosenFile[]) => void): (files: readonly ChosenFile[]) => void {
  return (files) => {
    if (files.length > 0) then(files)
  }
}
