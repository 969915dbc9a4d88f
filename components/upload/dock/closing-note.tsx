import type { ShownUpload } from '#lib/client/upload/engine/tabs.ts'
import { isFinished } from '#lib/client/upload/model/upload.ts'

interface ClosingNoteProps {
  readonly uploads: readonly ShownUpload[]
  /** This browser keeps nothing. */
  readonly isLoss: boolean
}

/** What becomes of the uploads when the person closes the page: nothing but the truth. */
export function ClosingNote({ uploads, isLoss }: ClosingNoteProps) {
  const open = uploads.filter(({ upload }) => !isFinished(upload) && upload.state.at !== 'cancelling')
  if (open.length === 0) return null
  return <p className="shrink-0 border-t px-4 py-2 text-xs text-muted">{noteOn(open, isLoss)}</p>
}

function noteOn(open: readonly ShownUpload[], isLoss: boolean): string {
  if (isLoss) return 'Keep this page open: a private window forgets uploads when it is closed.'
  const isReadable = open.every(({ upload }) => upload.hasHandle)
  return isReadable
    ? 'You may close this page. Sending goes on from the same place when you come back.'
    : 'You may close this page. When you come back, choose the file again and sending goes on from the same place.'
}
