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
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { Upload } from '#lib/client/upload/model/upload.ts'
import type { RowAction } from '#lib/client/upload/words/row-words.ts'
import type { DeskDoor } from '../upload-context.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { useRowAction } from './use-row-action.ts'

interface Look {
  readonly label: string
  readonly icon: LucideIcon
}

/** What is always at hand, beside the name. */
const ICONS: Partial<Record<RowAction, Look>> = {
  pause: { label: 'Pause', icon: Pause },
  resume: { label: 'Resume', icon: Play },
  cancel: { label: 'Cancel', icon: X },
  dismiss: { label: 'Clear', icon: X },
}

/** What mends a situation, in words, below the message. The first is the one that helps most. */
const REMEDIES: Partial<Record<RowAction, Look>> = {
  retry: { label: 'Try again', icon: RotateCw },
  signIn: { label: 'Sign in', icon: LogIn },
  allowFile: { label: 'Go on', icon: Play },
  chooseFile: { label: 'Choose file', icon: FileUp },
  again: { label: 'Start again', icon: RotateCw },
  copyError: { label: 'Copy error', icon: Copy },
  remove: { label: 'Remove', icon: Trash2 },
}

interface RowActionsProps {
  readonly upload: Upload
  readonly actions: readonly RowAction[]
  readonly door: DeskDoor
  readonly kind: 'icons' | 'remedies'
}

export function RowActions({ upload, actions, door, kind }: RowActionsProps) {
  const [isAsking, setIsAsking] = useState(false)
  const run = useRowAction(upload, door, () => setIsAsking(true))
  const looks = kind === 'icons' ? ICONS : REMEDIES
  const shown = actions.flatMap((action) => {
    const look = looks[action]
    return look === undefined ? [] : [{ action, ...look }]
  })
  const isDone = kind === 'icons' && actions.includes('open')
  if (shown.length === 0 && !isDone) return null
  const name = upload.draft.name || upload.file.name
  return (
    <div className={kind === 'icons' ? 'flex shrink-0 items-center' : 'mt-2 flex flex-wrap gap-1.5'}>
      {isDone && (
        <ButtonLink href={`/images/${upload.id}`} size="sm" variant="ghost" icon={ExternalLink}>
          Open
        </ButtonLink>
      )}
      {shown.map(({ action, label, icon }, index) =>
        kind === 'icons' ? (
          <IconButton
            key={action}
            size="sm"
            label={`${label} ${name}`}
            icon={icon}
            onClick={() => run(action)}
          />
        ) : (
          <Button
            key={action}
            size="sm"
            icon={icon}
            variant={index === 0 ? 'secondary' : 'ghost'}
            onClick={() => run(action)}
          >
            {label}
          </Button>
        ),
      )}
      {isAsking && <CancelDialog upload={upload} engine={door.engine} onClose={() => setIsAsking(false)} />}
    </div>
  )
}
