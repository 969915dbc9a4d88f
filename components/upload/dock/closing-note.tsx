import { useTranslations } from 'next-intl'
import type { ShownUpload } from '#lib/client/upload/engine/tabs.ts'
import { isFinished } from '#lib/client/upload/model/upload.ts'
import type { Translate } from '#lib/client/words.ts'

interface ClosingNoteProps {
  readonly uploads: readonly ShownUpload[]
  /** This browser keeps nothing. */
  readonly isLoss: boolean
}

/** What becomes of the uploads when the person closes the page: nothing but the truth. */
export function ClosingNote({ uploads, isLoss }: ClosingNoteProps) {
  const t = useTranslations('upload')
  const open = uploads.filter(({ upload }) => !isFinished(upload) && upload.state.at !== 'cancelling')
  if (open.length === 0) return null
  return <p className="shrink-0 border-t px-4 py-2 text-xs text-muted">{noteOn(open, isLoss, t)}</p>
}

function noteOn(open: readonly ShownUpload[], isLoss: boolean, t: Translate<'upload'>): string {
  if (isLoss) return t('dock.keepOpen')
  const isReadable = open.every(({ upload }) => upload.hasHandle)
  return isReadable ? t('dock.mayClose') : t('dock.mayCloseWithoutFile')
}
