'use client'

import { Upload } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { newUpload } from '#lib/client/upload/engine/new-upload.ts'
import { type Candidate, readCandidate } from '#lib/client/upload/prepare/candidate.ts'
import type { Translate } from '#lib/client/words.ts'
import type { Asker } from '#lib/domain/rights.ts'
import type { DeskDoor } from '../upload-context.ts'
import { CandidateList } from './candidate-list.tsx'
import { CandidatePanel } from './candidate-panel.tsx'
import type { Preparing } from './use-prepare.ts'

interface PrepareDialogProps {
  readonly preparing: Preparing
  readonly asker: Asker
  readonly door: DeskDoor
}

/** Shows what is in the chosen files, and asks how their images shall be. Nothing is sent before it is confirmed. */
export function PrepareDialog({ preparing, asker, door }: PrepareDialogProps) {
  const t = useTranslations('upload')
  const common = useTranslations('common')
  const { candidates, selected, change } = preparing
  const close = (): void => change({ type: 'removed', ids: candidates.map(({ id }) => id) })
  const count = candidates.length
  const total = candidates.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <Dialog
      isOpen={selected !== undefined}
      onClose={close}
      title={titleOf(candidates, t)}
      {...(count > 1 && { description: t('prepare.inAll', { size: byteText(total) }) })}
      size={count > 1 ? 'lg' : 'md'}
      footer={
        <>
          <Button onClick={close}>{common('cancel')}</Button>
          <SendButton preparing={preparing} door={door} />
        </>
      }
    >
      <div className={count > 1 ? 'grid gap-5 sm:grid-cols-[13rem_minmax(0,1fr)]' : ''}>
        {count > 1 && <CandidateList preparing={preparing} />}
        {selected !== undefined && (
          <CandidatePanel
            key={selected.id}
            candidate={selected}
            isOneOfMany={count > 1}
            asker={asker}
            change={change}
          />
        )}
      </div>
    </Dialog>
  )
}

/** @returns What the dialog is for: all of it, where several files are something else each */
function titleOf(candidates: readonly Candidate[], t: Translate<'upload'>): string {
  const [first] = candidates
  return candidates.length === 1 && first?.version
    ? t('newVersion.title', { family: first.version.family })
    : t('prepare.title', { count: candidates.length })
}

function SendButton({ preparing, door }: Pick<PrepareDialogProps, 'preparing' | 'door'>) {
  const t = useTranslations('upload')
  const common = useTranslations('common')
  const { candidates, change, select, fileOf } = preparing
  const readings = candidates.map((candidate) => ({ candidate, reading: readCandidate(candidate) }))
  const unready = readings.find(({ reading }) => reading === null)?.candidate

  function send(): void {
    const nowMs = Date.now()
    const uploads = readings.flatMap(({ candidate, reading }, index) => {
      const chosen = fileOf(candidate.id)
      if (reading === null || chosen === undefined || candidate.state.at !== 'ready') return []
      const { fingerprint } = candidate.state
      // Told apart by a millisecond each, so that they start in the order of the list.
      return [
        newUpload({ chosen, fingerprint, draft: reading.draft, owner: door.owner, nowMs: nowMs + index }),
      ]
    })
    door.engine.add(uploads)
    change({ type: 'removed', ids: candidates.map(({ id }) => id) })
  }
  return (
    <Button
      variant="primary"
      icon={Upload}
      disabledReason={unready === undefined ? undefined : reasonFor(unready, t)}
      onClick={send}
      onPointerEnter={() => unready !== undefined && candidates.length > 1 && select(unready.id)}
    >
      {candidates.length > 1 ? t('prepare.sendMany', { count: candidates.length }) : common('upload')}
    </Button>
  )
}

function reasonFor({ name, state }: Candidate, t: Translate<'upload'>): string {
  if (state.at === 'inspecting') return t('prepare.looking', { name })
  return state.at === 'unreadable'
    ? t('prepare.takeOffUnreadable', { name })
    : t('prepare.seeMessage', { name })
}
