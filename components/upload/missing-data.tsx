'use client'

import { useQuery } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { uploadEngine } from '#lib/client/upload/engine/browser-engine.ts'
import { uploadInto } from '#lib/client/upload/engine/new-upload.ts'
import type { ChosenFile } from '#lib/client/upload/file/choose.ts'
import { lookInWorker } from '#lib/client/upload/file/look-in-worker.ts'
import {
  draftOfImage,
  problemWithData,
  unfinishedUploadOptions,
} from '#lib/client/upload/prepare/image-data.ts'
import { bytesOfTotal } from '#lib/client/upload/words/quantities.ts'
import type { UploadWire } from '#lib/contract/upload-wire.ts'
import { useEngineView } from './dock/use-shown-uploads.ts'
import type { UploadDoor } from './upload-context.ts'

/** Takes the data of an image. Only in the browser. */
export function MissingData({ image, door }: { readonly image: ImageView; readonly door: UploadDoor }) {
  const { openDesk } = door
  // It tells the engine who is signed in, and shows what is sent.
  useEffect(openDesk, [openDesk])
  const isInDock = useEngineView(uploadEngine()).uploads.some(({ upload }) => upload.id === image.id)
  const { data: unfinished } = useQuery(unfinishedUploadOptions(image.id))
  const { problem, take, isLooking } = useData(image, door, unfinished ?? null)
  if (isInDock || unfinished === undefined) return null
  if (image.status === 'saving' && unfinished === null) return null
  return (
    <Notice
      tone={problem === null ? 'info' : 'warn'}
      title={unfinished === null ? 'Upload its data' : 'Go on with this upload'}
      actions={
        <Button
          size="sm"
          icon={FileUp}
          isBusy={isLooking}
          disabledReason={unfinished === null ? image.uploadRefusal : undefined}
          onClick={() => door.choose(([file]) => file && take(file), false)}
        >
          Choose file
        </Button>
      }
    >
      {problem ?? invitation(unfinished)}
    </Notice>
  )
}

function invitation(unfinished: UploadWire | null): string {
  if (unfinished === null) return 'Choose the file of this image. It is looked into before anything is sent.'
  const soFar =
    unfinished.total === null ? '' : ` ${bytesOfTotal(unfinished.received, unfinished.total)} are here.`
  const name = unfinished.filename ?? 'a file'
  return `It was begun with ${name}, perhaps in another browser.${soFar} Choose the same file and the rest is sent.`
}

/** Takes a file for the image, once it has been seen to fit. */
function useData(image: ImageView, { owner }: UploadDoor, unfinished: UploadWire | null) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isLooking, setIsLooking] = useState(false)

  async function look(chosen: ChosenFile): Promise<void> {
    setIsLooking(true)
    try {
      const seen = await lookInWorker(chosen.file)
      const found = problemWithData(image, chosen.file, seen, unfinished)
      setProblem(found)
      const { fingerprint } = seen
      const draft = draftOfImage(image)
      if (found === null)
        uploadEngine().add([uploadInto(image.id, { chosen, fingerprint, draft, owner, nowMs: Date.now() })])
    } catch {
      setProblem(`${chosen.file.name} cannot be read.`)
    } finally {
      setIsLooking(false)
    }
  }
  return { problem, isLooking, take: (chosen: ChosenFile) => void look(chosen) }
}
