'use client'

import { useMemo } from 'react'
import type { FileInbox } from '#lib/client/upload/file/inbox.ts'
import type { UploadOwner } from '#lib/client/upload/model/upload.ts'
import type { Asker } from '#lib/domain/rights.ts'
import { UploadDock } from './dock/upload-dock.tsx'
import { PrepareDialog } from './prepare/lazy-prepare-dialog.ts'
import { usePrepare } from './prepare/use-prepare.ts'
import type { UploadDoor } from './upload-context.ts'
import { useEngine } from './use-engine.ts'

interface UploadDeskProps {
  /** Null for who is signed in to no project. */
  readonly door: UploadDoor | null
  readonly owner: UploadOwner | null
  readonly asker: Asker
  readonly inbox: FileInbox
}

/** Where uploads are prepared, made and shown. */
export function UploadDesk({ door, owner, asker, inbox }: UploadDeskProps) {
  const engine = useEngine(owner)
  const preparing = usePrepare(inbox)
  const desk = useMemo(() => (door === null || engine === null ? null : { ...door, engine }), [door, engine])
  if (desk === null) return null
  return (
    <>
      {preparing.candidates.length > 0 && <PrepareDialog preparing={preparing} asker={asker} door={desk} />}
      <UploadDock door={desk} />
    </>
  )
}
