'use client'

import {
  Copy,
  ExternalLink,
  FileUp,
  LogIn,
  type LucideIcon,
  Pause,
  Play,
  RotateCw,
  Trash2,
  X,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { Upload } from '#lib/client/upload/model/upload.ts'
import type { RowAction } from '#lib/client/upload/words/row-words.ts'
import type { DeskDoor } from '../upload-context.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { useRowAction } from './use-row-action.ts'

/** What is always at hand, beside the name. */
const ICONS = { pause: Pause, resume: Play, cancel: X, dismiss: X } as const satisfies Icons

/** What mends a situation, in words, below the message. The first is the one that helps most. */
const REMEDIES = {
  retry: RotateCw,
  signIn: LogIn,
  allowFile: Play,
  chooseFile: FileUp,
  again: RotateCw,
  copyError: Copy,
  remove: Trash2,
} as const satisfies Icons

type Icons = Partial<Record<RowAction, LucideIcon>>

interface RowActionsProps {
  readonly upload: Upload
  readonly actions: readonly RowAction[]
  readonly door: DeskDoor
  readonly kind: 'icons' | 'remedies'
}

export function RowActions({ upload, actions, door, kind }: RowActionsProps) {
  const t = useTranslations('upload')
  const common = useTranslations('common')
  const [isAsking, setIsAsking] = useState(false)
  const run = useRowAction(upload, door, () => setIsAsking(true))
  const icons = actions.filter((action) => action in ICONS) as (keyof typeof ICONS)[]
  const remedies = actions.filter((action) => action in REMEDIES) as (keyof typeof REMEDIES)[]
  const isDone = kind === 'icons' && actions.includes('open')
  const shown = kind === 'icons' ? icons : remedies
  if (shown.length === 0 && !isDone) return null
  const name = upload.draft.name || upload.file.name
  return (
    <div className={kind === 'icons' ? 'flex shrink-0 items-center' : 'mt-2 flex flex-wrap gap-1.5'}>
      {isDone && (
        <ButtonLink href={`/images/${upload.id}`} size="sm" variant="ghost" icon={ExternalLink}>
          {common('open')}
        </ButtonLink>
      )}
      {kind === 'icons' &&
        icons.map((action) => (
          <IconButton
            key={action}
            size="sm"
            label={t(`action.${action}`, { name })}
            icon={ICONS[action]}
            onClick={() => run(action)}
          />
        ))}
      {kind === 'remedies' &&
        remedies.map((action, index) => (
          <Button
            key={action}
            size="sm"
            icon={REMEDIES[action]}
            variant={index === 0 ? 'secondary' : 'ghost'}
            onClick={() => run(action)}
          >
            {t(`action.${action}`)}
          </Button>
        ))}
      {isAsking && <CancelDialog upload={upload} engine={door.engine} onClose={() => setIsAsking(false)} />}
    </div>
  )
}
