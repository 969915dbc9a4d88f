'use client'

import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleSlash,
  Clock3,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '#components/ui/cx.ts'
import { Progress } from '#components/ui/progress.tsx'
import type { ShownUpload } from '#lib/client/upload/engine/tabs.ts'
import type { UploadState } from '#lib/client/upload/model/upload.ts'
import { type RowTone, type RowWords, rowWords } from '#lib/client/upload/words/row-words.ts'
import type { DeskDoor } from '../upload-context.ts'
import { RowActions } from './row-actions.tsx'

const INK: Record<RowTone, string> = {
  calm: 'text-muted',
  moving: 'text-accent',
  attention: 'text-warn',
  good: 'text-ok',
  bad: 'text-danger',
}

const BAR = { calm: 'accent', moving: 'accent', attention: 'warn', good: 'ok', bad: 'danger' } as const

interface UploadRowProps {
  readonly shown: ShownUpload
  readonly nowMs: number
  readonly door: DeskDoor
}

export function UploadRow({ shown, nowMs, door }: UploadRowProps) {
  const t = useTranslations('upload')
  const { upload } = shown
  const words = rowWords(shown, nowMs, t)
  const Mark = markOf(upload.state)
  const isOver = words.tone === 'good' || words.tone === 'bad' || upload.state.at === 'cancelled'
  return (
    <li className="border-b px-4 py-2.5 last:border-b-0" data-state={upload.state.at}>
      <div className="flex items-center gap-2">
        <Mark
          aria-hidden
          className={cx('size-4 shrink-0', INK[words.tone], words.tone === 'moving' && 'animate-spin')}
        />
        <span className="min-w-0 flex-1 truncate text-sm font-medium" title={upload.file.name}>
          {upload.draft.name || upload.file.name}
        </span>
        {!isOver && !words.isIndeterminate && (
          <span className="text-xs text-muted tabular-nums" data-testid="percent">
            {t('detail.percent', { percent: words.percent })}
          </span>
        )}
        <RowActions upload={upload} actions={words.actions} door={door} kind="icons" />
      </div>
      {!isOver && (
        <Progress
          label={t('dock.progressOf', { name: upload.draft.name })}
          percent={words.isIndeterminate ? null : words.percent}
          tone={BAR[words.tone]}
          className="mt-1 mb-1.5"
        />
      )}
      <Lines words={words} />
      <RowActions upload={upload} actions={words.actions} door={door} kind="remedies" />
    </li>
  )
}

/** What is going on, and the quantities or the remedy. */
function Lines({ words }: { readonly words: RowWords }) {
  const isProblem = words.tone === 'bad' || words.tone === 'attention'
  return (
    <p className={cx('text-xs text-muted', isProblem ? 'break-words' : 'truncate tabular-nums')}>
      <span className={cx('font-medium', isProblem || words.tone === 'good' ? INK[words.tone] : 'text-ink')}>
        {words.status}
      </span>
      {words.detail !== '' &&
        (isProblem ? <span className="block">{words.detail}</span> : ` · ${words.detail}`)}
    </p>
  )
}

function markOf(state: UploadState): LucideIcon {
  switch (state.at) {
    case 'queued':
      return Clock3
    case 'paused':
      return CirclePause
    case 'waiting':
    case 'restored':
      return TriangleAlert
    case 'done':
      return CircleCheck
    case 'refused':
      return CircleAlert
    case 'cancelled':
      return CircleSlash
    default:
      return LoaderCircle
  }
}
