'use client'

import { ChevronDown, ListX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { cx } from '#components/ui/cx.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Progress } from '#components/ui/progress.tsx'
import { isFinished, type Upload } from '#lib/client/upload/model/upload.ts'
import { dockWords } from '#lib/client/upload/words/dock-words.ts'
import type { DeskDoor } from '../upload-context.ts'
import { ClosingNote } from './closing-note.tsx'
import { UploadRow } from './upload-row.tsx'
import { useDockHeight } from './use-dock-height.ts'
import { type useEngineView, useNow } from './use-shown-uploads.ts'

interface DockPanelProps {
  readonly door: DeskDoor
  readonly uploads: ReturnType<typeof useEngineView>['uploads']
}

/** The uploads, one below the other. */
export function DockPanel({ door, uploads }: DockPanelProps) {
  const t = useTranslations('upload')
  const { engine } = door
  const [isOpen, setIsOpen] = useState(true)
  const listId = useId()
  const nowMs = useNow(uploads.some(({ upload }) => !isFinished(upload)))
  const words = dockWords(uploads, nowMs, t)
  const finished = uploads.filter(({ upload }) => isClearable(upload))
  const measured = useDockHeight()

  return (
    <section
      ref={measured}
      aria-label={t('dock.title')}
      className="fixed inset-x-0 bottom-0 z-30 flex max-h-[70dvh] flex-col overflow-hidden rounded-t-lg bg-raised shadow-popup sm:inset-x-auto sm:end-4 sm:bottom-4 sm:max-h-[min(34rem,70dvh)] sm:w-104 sm:rounded-lg"
    >
      <header className="flex shrink-0 items-center gap-1 py-1.5 ps-4 pe-2">
        <div className="min-w-0 flex-1 py-1">
          <h2 className="truncate text-sm font-semibold">{words.title}</h2>
          {words.detail !== '' && (
            <p className={cx('truncate text-xs', words.needsPerson ? 'text-warn' : 'text-muted')}>
              {words.detail}
            </p>
          )}
        </div>
        {finished.length > 0 && (
          <IconButton
            label={t('dock.clear')}
            icon={ListX}
            onClick={() => {
              for (const { upload } of finished) engine.command(upload.id, { type: 'dismiss' })
            }}
          />
        )}
        <IconButton
          label={isOpen ? t('dock.collapse') : t('dock.expand')}
          icon={ChevronDown}
          aria-expanded={isOpen}
          aria-controls={listId}
          className={cx('transition-transform', !isOpen && 'rotate-180')}
          onClick={() => setIsOpen(!isOpen)}
        />
      </header>
      {!isOpen && words.percent !== null && (
        <div className="px-4 pb-3">
          <Progress label={t('dock.progress')} percent={words.percent} />
        </div>
      )}
      <ul id={listId} hidden={!isOpen} className="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t">
        {uploads.map((shown) => (
          <UploadRow key={shown.upload.id} shown={shown} nowMs={nowMs} door={door} />
        ))}
      </ul>
      {isOpen && <ClosingNote uploads={uploads} isLoss={engine.isClosingLoss()} />}
    </section>
  )
}

/** A refused upload left an image behind: it is removed with a question, not swept away. */
function isClearable({ state }: Upload): boolean {
  return state.at === 'done' || state.at === 'cancelled'
}
