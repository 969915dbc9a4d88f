'use client'

import { useQuery } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { serviceText } from '#lib/client/service-text/service-text.ts'
import { uploadEngine } from '#lib/client/upload/engine/browser-engine.ts'
import { uploadInto } from '#lib/client/upload/engine/new-upload.ts'
import type { ChosenFile } from '#lib/client/upload/file/choose.ts'
import { lookInWorker } from '#lib/client/upload/file/look-in-worker.ts'
import {
  type DataProblem,
  draftOfImage,
  problemWithData,
  unfinishedUploadOptions,
} from '#lib/client/upload/prepare/image-data.ts'
import { dataProblemText } from '#lib/client/upload/words/fault-words.ts'
import { partOfTotal } from '#lib/client/upload/words/quantities.ts'
import type { Translate } from '#lib/client/words.ts'
import type { UploadWire } from '#lib/contract/upload-wire.ts'
import { useEngineView } from './dock/use-shown-uploads.ts'
import type { UploadDoor } from './upload-context.ts'

/** Takes the data of an image. Only in the browser. */
export function MissingData({ image, door }: { readonly image: ImageView; readonly door: UploadDoor }) {
  const t = useTranslations('upload')
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
      title={unfinished === null ? t('data.upload') : t('data.goOn')}
      actions={
        <Button
          size="sm"
          icon={FileUp}
          isBusy={isLooking}
          disabledReason={
            unfinished === null && image.uploadRefusal !== undefined
              ? serviceText(image.uploadRefusal).text
              : undefined
          }
          onClick={() => door.choose(([file]) => file && take(file), false)}
        >
          {t('data.chooseFile')}
        </Button>
      }
    >
      {problem === null ? invitation(unfinished, t) : dataProblemText(problem, t)}
    </Notice>
  )
}

function invitation(unfinished: UploadWire | null, t: Translate<'upload'>): string {
  if (unfinished === null) return t('data.invitation')
  const { filename: name, received, total } = unfinished
  if (total === null) return name === null ? t('data.begunUnnamed') : t('data.begun', { name })
  const soFar = partOfTotal(received, total)
  return name === null ? t('data.begunUnnamedSoFar', soFar) : t('data.begunSoFar', { name, ...soFar })
}

/** Takes a file for the image, once it has been seen to fit. */
function useData(image: ImageView, { owner }: UploadDoor, unfinished: UploadWire | null) {
  const [problem, setProblem] = useState<DataProblem | null>(null)
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
      setProblem({ code: 'unreadable', name: chosen.file.name })
    } finally {
      setIsLooking(false)
    }
  }
  return { problem, isLooking, take: (chosen: ChosenFile) => void look(chosen) }
}
