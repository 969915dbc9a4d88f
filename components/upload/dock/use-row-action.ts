'use client'

import { useTranslations } from 'next-intl'
import { showToast } from '#components/ui/toast-store.ts'
import { waitForSignIn } from '#lib/client/session-gate.ts'
import { readThroughHandle } from '#lib/client/upload/engine/file-handle.ts'
import type { Upload } from '#lib/client/upload/model/upload.ts'
import { errorText } from '#lib/client/upload/words/fault-words.ts'
import type { RowAction } from '#lib/client/upload/words/row-words.ts'
import type { Translate } from '#lib/client/words.ts'
import type { DeskDoor } from '../upload-context.ts'

/** What the buttons of a row do. `ask` opens the question before something is lost. */
export function useRowAction(upload: Upload, door: DeskDoor, ask: () => void): (action: RowAction) => void {
  const t = useTranslations('upload')
  const { engine } = door
  const { id } = upload
  const acts: Record<RowAction, () => void> = {
    pause: () => engine.command(id, { type: 'pause' }),
    resume: () => engine.command(id, { type: 'resume' }),
    retry: () => engine.command(id, { type: 'retry' }),
    dismiss: () => engine.command(id, { type: 'dismiss' }),
    cancel: () => (upload.imageRecord === 'none' ? engine.command(id, { type: 'cancel' }) : ask()),
    remove: ask,
    signIn: () => void waitForSignIn().then(() => engine.command(id, { type: 'retry' })),
    allowFile: () => void allowFile(upload, door),
    chooseFile: () => chooseFile(upload, door),
    again: () => void beginAgain(upload, door),
    copyError: () => void copyError(upload, t),
    open: () => undefined,
  }
  return (action) => acts[action]()
}

/** The browser asks once whether the page may read the file again. */
async function allowFile(upload: Upload, door: DeskDoor): Promise<void> {
  const handle = await door.engine.handleOf(upload.id)
  const file = handle === null ? null : await readThroughHandle(handle, 'asking')
  if (file === null) chooseFile(upload, door)
  else door.engine.command(upload.id, { type: 'file', file, handle })
}

function chooseFile(upload: Upload, { choose, engine }: DeskDoor): void {
  choose(([chosen]) => {
    if (chosen !== undefined) engine.command(upload.id, { type: 'file', ...chosen })
  }, false)
}

/** The refused image goes, and the same file is prepared afresh. */
async function beginAgain(upload: Upload, { engine, prepare, choose }: DeskDoor): Promise<void> {
  const file = engine.fileOf(upload.id)
  const handle = await engine.handleOf(upload.id)
  engine.command(upload.id, { type: 'cancel' })
  if (file === null) choose(prepare, true)
  else prepare([{ file, handle }])
}

async function copyError(upload: Upload, t: Translate<'upload'>): Promise<void> {
  await navigator.clipboard.writeText(errorText(upload, t))
  showToast({ tone: 'ok', title: t('copied.done') })
}
