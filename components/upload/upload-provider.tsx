'use client'

import { type ReactNode, useMemo, useRef } from 'react'
import { hasHandlePicker, pickFiles } from '#lib/client/upload/file/choose.ts'
import type { Asker } from '#lib/domain/rights.ts'
import { UploadDock } from './dock/upload-dock.tsx'
import { DropTarget } from './drop-target.tsx'
import { FileInput, type FileInputHandle } from './file-input.tsx'
import { PrepareDialog } from './prepare/prepare-dialog.tsx'
import { usePrepare } from './prepare/use-prepare.ts'
import { UploadContext, type UploadDoor } from './upload-context.ts'
import { useEngine } from './use-engine.ts'

interface UploadProviderProps {
  readonly userId: string
  readonly asker: Asker
  readonly children: ReactNode
}

/**
 * Makes uploading possible on every page: files can be dropped anywhere, and what is sent is shown in the dock, which
 * stays while pages come and go.
 */
export function UploadProvider({ userId, asker, children }: UploadProviderProps) {
  const projectId = asker.projectId
  const owner = useMemo(() => (projectId === null ? null : { userId, projectId }), [userId, projectId])
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
          <PrepareDialog preparing={preparing} asker={asker} door={door} />
          <UploadDock door={door} />
        </>
      )}
    </UploadContext>
  )
}
