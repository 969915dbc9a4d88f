'use client'

import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { newImageId } from '#lib/client/upload/engine/new-upload.ts'
import type { ChosenFile } from '#lib/client/upload/file/choose.ts'
import type { FileInbox } from '#lib/client/upload/file/inbox.ts'
import { lookInWorker } from '#lib/client/upload/file/look-in-worker.ts'
import {
  type Candidate,
  type CandidateEvent,
  reduceCandidates,
} from '#lib/client/upload/prepare/candidate.ts'
import type { NewVersion } from '#lib/client/upload/prepare/new-version.ts'

export interface Preparing {
  readonly candidates: readonly Candidate[]
  /** Whose fields are shown. */
  readonly selected: Candidate | undefined
  readonly select: (id: string) => void
  readonly change: (event: CandidateEvent) => void
  readonly fileOf: (id: string) => ChosenFile | undefined
}

/** Files that were chosen: looked into at once, described by the person, not yet sent. */
export function usePrepare(inbox: FileInbox): Preparing {
  const [candidates, change] = useReducer(reduceCandidates, [])
  const [selectedId, select] = useState<string | null>(null)
  const files = useRef(new Map<string, ChosenFile>())

  const open = useCallback((chosen: readonly ChosenFile[], version: NewVersion | null) => {
    const added = chosen.map((each) => ({ id: newImageId(), chosen: each }))
    for (const { id, chosen: each } of added) files.current.set(id, each)
    change({
      type: 'chosen',
      candidates: added.map(({ id, chosen: { file } }) => ({
        ...{ id, version },
        ...{ name: file.name, sizeBytes: file.size },
      })),
    })
    for (const { id, chosen: each } of added) void look(id, each.file).then(change)
  }, [])
  useEffect(() => inbox.listen(open), [inbox, open])
  const selected = candidates.find(({ id }) => id === selectedId) ?? candidates[0]
  return useMemo(
    () => ({ candidates, selected, select, change, fileOf: (id) => files.current.get(id) }),
    [candidates, selected],
  )
}

async function look(id: string, file: File): Promise<CandidateEvent> {
  try {
    return { type: 'inspected', id, ...(await lookInWorker(file)) }
  } catch {
    return { type: 'unreadable', id }
  }
}
